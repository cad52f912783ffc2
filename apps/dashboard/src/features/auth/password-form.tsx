import { type FormEvent, useState } from 'react';
import { toProblemView } from '../../shared/api/api-error.ts';
import { ProblemCard } from '../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../shared/ui/form/button.tsx';
import { SecretField, TextField } from '../../shared/ui/form/field.tsx';
import styles from './auth.module.css';
import { useSignIn } from './sign-in.ts';

/** Sign-in with name and password. */
export function PasswordForm({ onDone }: { onDone: () => void }) {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [remember, setRemember] = useState(true);
  const signIn = useSignIn();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!signIn.isPending) signIn.mutate({ username, password, remember }, { onSuccess: onDone });
  };
  return (
    <form className={styles['form']} onSubmit={submit} aria-label="Sign in with a password">
      <TextField
        label="Name"
        autoComplete="username"
        autoFocus
        required
        value={username}
        onChange={(event) => setUsername(event.target.value)}
      />
      <SecretField
        label="Password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <label className={styles['remember']}>
        <input type="checkbox" checked={remember} onChange={(event) => setRemember(event.target.checked)} />
        Stay signed in on this device
      </label>
      {signIn.error && <ProblemCard problem={toProblemView(signIn.error)} />}
      <Button type="submit" look="primary" busy={signIn.isPending}>
        {signIn.isPending ? 'Signing in' : 'Sign in'}
      </Button>
    </form>
  );
}
