import { type FormEvent, useState } from 'react';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { Notice } from '../../../shared/ui/feedback/notice.tsx';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../../shared/ui/form/button.tsx';
import { SecretField } from '../../../shared/ui/form/field.tsx';
import styles from './change-password.module.css';
import { useChangePassword } from './password.ts';

/** A new password for the account; all other devices are signed out by it. */
export function ChangePassword() {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string>();
  const change = useChangePassword();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (change.isPending) return;
    if (password.length < 8) return setError('Use at least 8 characters.');
    setError(undefined);
    change.mutate(
      { current, password },
      {
        onSuccess: () => {
          setCurrent('');
          setPassword('');
        },
      },
    );
  };

  return (
    <form className={styles['form']} onSubmit={submit} noValidate aria-label="Change the password">
      <h3>Change the password</h3>
      <div className={styles['fields']}>
        <SecretField
          label="Present password"
          autoComplete="current-password"
          required
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <SecretField
          label="New password"
          autoComplete="new-password"
          required
          value={password}
          error={error}
          onChange={(event) => setPassword(event.target.value)}
        />
      </div>
      <p>
        <Button type="submit" busy={change.isPending}>
          Change it and sign out everywhere else
        </Button>
      </p>
      {change.error && <ProblemCard problem={toProblemView(change.error)} />}
      {change.isSuccess && (
        <Notice tone="ok" title="The password is changed">
          <p>All other devices have to sign in again.</p>
        </Notice>
      )}
    </form>
  );
}
