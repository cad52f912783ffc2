import { type Role, roles } from '@showrunner/contracts';
import { type FormEvent, useState } from 'react';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { CopyButton } from '../../../shared/ui/copy-button.tsx';
import { Notice } from '../../../shared/ui/feedback/notice.tsx';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../../shared/ui/form/button.tsx';
import { SelectField, TextField } from '../../../shared/ui/form/field.tsx';
import { roleWords } from './roles.ts';
import styles from './tokens.module.css';
import { useCreateToken } from './tokens.ts';

const spans = [
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: 365, label: 'A year' },
  { days: undefined, label: 'No end' },
] as const;

/** Makes a token, and shows it the one time that it can be seen. */
export function NewToken() {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [span, setSpan] = useState(1);
  const [error, setError] = useState<string>();
  const create = useCreateToken();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (create.isPending) return;
    if (name.trim() === '') return setError('Give it a name, so that you know later what it is for.');
    setError(undefined);
    const days = spans[span]?.days;
    create.mutate(
      { name: name.trim(), role, ...(days === undefined ? {} : { expiresInDays: days }) },
      { onSuccess: () => setName('') },
    );
  };

  return (
    <form className={styles['form']} onSubmit={submit} noValidate aria-label="A new token">
      <div className={styles['fields']}>
        <TextField
          label="Name"
          value={name}
          maxLength={64}
          autoComplete="off"
          error={error}
          placeholder="Backup script"
          onChange={(event) => setName(event.target.value)}
        />
        <SelectField label="Role" value={role} onChange={(event) => setRole(event.target.value as Role)}>
          {roles.map((one) => (
            <option key={one} value={one}>
              {roleWords[one].long}
            </option>
          ))}
        </SelectField>
        <SelectField label="Good for" value={span} onChange={(event) => setSpan(Number(event.target.value))}>
          {spans.map(({ label }, index) => (
            <option key={label} value={index}>
              {label}
            </option>
          ))}
        </SelectField>
      </div>
      <p>
        <Button type="submit" busy={create.isPending}>
          Make a token
        </Button>
      </p>
      {create.error && <ProblemCard problem={toProblemView(create.error)} />}
      {create.data && (
        <Notice
          tone="ok"
          title={`The token “${create.data.view.name}”`}
          actions={<CopyButton text={() => create.data.token} label="Copy the token" />}
        >
          <p>Copy it now. It is shown this once only.</p>
          <code className={styles['token']}>{create.data.token}</code>
        </Notice>
      )}
    </form>
  );
}
