import type { AuthProviderAnswer } from '@showrunner/contracts';
import { type FormEvent, useState } from 'react';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { Notice } from '../../../shared/ui/feedback/notice.tsx';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../../shared/ui/form/button.tsx';
import { type Draft, toBody, toDraft } from './draft.ts';
import { FurtherFields } from './further-fields.tsx';
import { ModeChoice } from './mode-choice.tsx';
import { useSaveProvider, useTestProvider } from './provider.ts';
import { GroupFields, ProviderFields } from './provider-fields.tsx';
import styles from './sign-in.module.css';
import { TestResult } from './test-result.tsx';

/** The whole choice; nothing of it counts before it is saved. */
export function ProviderForm({ stored }: { stored: AuthProviderAnswer }) {
  const [draft, setDraft] = useState(() => toDraft(stored, window.location.origin));
  const save = useSaveProvider();
  const test = useTestProvider();
  const edit = (change: Partial<Draft>) => {
    setDraft({ ...draft, ...change });
    save.reset();
    test.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (save.isPending) return;
    save.mutate(toBody(draft), { onSuccess: (answer) => setDraft(toDraft(answer, window.location.origin)) });
  };
  const withProvider = draft.mode !== 'local';

  return (
    <form className={styles['form']} onSubmit={submit} noValidate aria-label="Sign-in">
      <ModeChoice mode={draft.mode} onChange={(mode) => edit({ mode })} />
      {withProvider && (
        <>
          <ProviderFields draft={draft} onChange={edit} secretKept={stored.oidc.client_secret_configured} />
          <GroupFields draft={draft} onChange={edit} />
          <FurtherFields draft={draft} onChange={edit} />
        </>
      )}
      {draft.mode === 'oidc' && (
        <Notice tone="warn" title="Passwords let nobody in then">
          <p>
            Sign in with the provider once before you save this. Accounts with a password are signed out, and their
            tokens for programs stop. If the provider is gone one day, start Showrunner with
            SHOWRUNNER_LOCAL_SIGN_IN=yes.
          </p>
          <label className={styles['confirm']}>
            <input
              type="checkbox"
              checked={draft.confirmed}
              onChange={(event) => edit({ confirmed: event.target.checked })}
            />
            I have signed in with the provider as an administrator
          </label>
        </Notice>
      )}
      <div className={styles['actions']}>
        <Button type="submit" look="primary" busy={save.isPending}>
          {save.isPending ? 'Saving' : 'Save'}
        </Button>
        {withProvider && (
          <Button busy={test.isPending} onClick={() => test.mutate(toBody(draft))}>
            {test.isPending ? 'Testing the provider' : 'Test the provider'}
          </Button>
        )}
      </div>
      <TestResult result={test.data} error={test.error} />
      {save.error && <ProblemCard problem={toProblemView(save.error)} />}
      {save.isSuccess && (
        <div role="status">
          <Notice tone="ok" title="Saved">
            <p>It counts from now on, also for whoever is signed in.</p>
          </Notice>
        </div>
      )}
    </form>
  );
}
