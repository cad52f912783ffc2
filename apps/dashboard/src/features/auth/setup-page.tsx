import { type FormEvent, useState } from 'react';
import type { AuthStatus } from '../../shared/api/auth/auth-status.ts';
import { toProblemView } from '../../shared/api/api-error.ts';
import { Button } from '../../shared/ui/form/button.tsx';
import { SecretField, TextField } from '../../shared/ui/form/field.tsx';
import { ProblemCard } from '../../shared/ui/feedback/problem-card.tsx';
import { useTitle } from '../../shared/ui/use-title.ts';
import { type AccountErrors, checkAccount } from './account-rules.ts';
import { AuthFrame } from './auth-frame.tsx';
import styles from './auth.module.css';
import { useSetupAccount } from './setup-account.ts';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The first page of all: an account for the person who runs the show. */
export function SetupPage({ status, onDone }: { status: AuthStatus; onDone: () => void }) {
  useTitle('Create your account');
  const [fields, setFields] = useState({ username: '', password: '', repeated: '', code: '' });
  const [errors, setErrors] = useState<AccountErrors>({});
  const setup = useSetupAccount();
  const problem = setup.error ? toProblemView(setup.error) : null;
  const needsCode =
    (status.setup_code_required ?? !loopback.has(window.location.hostname)) || problem?.code === 'auth.setup-code';
  const edit = (name: keyof typeof fields) => (event: React.ChangeEvent<HTMLInputElement>) =>
    setFields({ ...fields, [name]: event.target.value });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = checkAccount(fields.username, fields.password, fields.repeated);
    setErrors(found);
    if (Object.keys(found).length > 0 || setup.isPending) return;
    const code = fields.code.trim();
    const account = {
      username: fields.username,
      password: fields.password,
      ...(code === '' ? {} : { setup_code: code }),
    };
    setup.mutate(account, { onSuccess: onDone });
  };

  return (
    <AuthFrame
      title="Create your account"
      lead="It may do everything here: install, start and stop, and read every setting."
    >
      <form className={styles['form']} onSubmit={submit} noValidate>
        <TextField
          label="Name"
          autoComplete="username"
          autoFocus
          value={fields.username}
          onChange={edit('username')}
          error={errors.username}
        />
        <SecretField
          label="Password"
          help="8 characters or more."
          autoComplete="new-password"
          value={fields.password}
          onChange={edit('password')}
          error={errors.password}
        />
        <SecretField
          label="Password again"
          autoComplete="new-password"
          value={fields.repeated}
          onChange={edit('repeated')}
          error={errors.repeated}
        />
        {needsCode && (
          <TextField
            label="Setup code"
            help="You are not on the machine that Showrunner runs on. The code is in its log, on the line that says “setup code”."
            autoComplete="one-time-code"
            value={fields.code}
            onChange={edit('code')}
          />
        )}
        {problem && <ProblemCard problem={problem} />}
        <Button type="submit" look="primary" busy={setup.isPending}>
          {setup.isPending ? 'Creating the account' : 'Create account'}
        </Button>
      </form>
    </AuthFrame>
  );
}
