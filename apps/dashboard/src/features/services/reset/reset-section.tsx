import type { ResetAction, ServiceView } from '@showrunner/contracts';
import { useState } from 'react';
import { toProblemView } from '../../../shared/api/api-error.ts';
import page from '../../../shared/ui/page.module.css';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../../shared/ui/form/button.tsx';
import { ResetDialog } from './reset-dialog.tsx';
import styles from './reset.module.css';
import { useReset } from './use-reset.ts';

/** Ways back to the beginning, below everything else: they take what a person has set or kept. */
export default function ResetSection({ service }: { service: ServiceView }) {
  const [asked, setAsked] = useState<ResetAction | null>(null);
  const reset = useReset(service);
  return (
    <section className={page['section']}>
      <h2 className={page['heading']}>Start over</h2>
      <p className={page['lead']}>
        Reset puts the settings back to their defaults and switches the service off. Remove deletes its files as well.
      </p>
      <div className={styles['buttons']}>
        <Button small busy={reset.atWork} onClick={() => setAsked('reset')}>
          Reset {service.processName}…
        </Button>
        <Button small busy={reset.atWork} onClick={() => setAsked('remove')}>
          Remove {service.processName}…
        </Button>
      </div>
      {reset.error && <ProblemCard problem={toProblemView(reset.error)} />}
      {asked && (
        <ResetDialog
          action={asked}
          processName={service.processName}
          onConfirm={() => {
            setAsked(null);
            reset.run(asked);
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}
