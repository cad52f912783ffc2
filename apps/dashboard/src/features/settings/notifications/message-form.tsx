import { type FormEvent, useState } from 'react';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { Notice } from '../../../shared/ui/feedback/notice.tsx';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../../shared/ui/form/button.tsx';
import { TextField } from '../../../shared/ui/form/field.tsx';
import { useSend } from './notifications.ts';
import styles from './notifications.module.css';

/** A message of a person to all destinations that are switched on. */
export function MessageForm() {
  const [title, setTitle] = useState('');
  const [body, setBody] = useState('');
  const [asked, setAsked] = useState(false);
  const send = useSend();
  const errorOf = (text: string) => (asked && text.trim() === '' ? 'Write something.' : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (send.isPending || title.trim() === '' || body.trim() === '') return;
    send.mutate(
      { title: title.trim(), body: body.trim() },
      {
        onSuccess: () => {
          setTitle('');
          setBody('');
          setAsked(false);
        },
      },
    );
  };
  return (
    <form className={styles['form']} onSubmit={submit} noValidate aria-label="A message">
      <TextField
        label="Title"
        value={title}
        maxLength={300}
        error={errorOf(title)}
        placeholder="Down for an hour tonight"
        onChange={({ target }) => setTitle(target.value)}
      />
      <TextField
        label="Message"
        value={body}
        maxLength={10_000}
        error={errorOf(body)}
        onChange={({ target }) => setBody(target.value)}
      />
      {send.error && <ProblemCard problem={toProblemView(send.error)} />}
      {send.isSuccess && title === '' && (
        <Notice tone="ok" title="The message is on its way; the list below says how it went." />
      )}
      <p>
        <Button type="submit" busy={send.isPending}>
          Send the message
        </Button>
      </p>
    </form>
  );
}
