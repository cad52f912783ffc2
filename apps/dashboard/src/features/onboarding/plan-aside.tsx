import { useState } from 'react';
import { toProblemView } from '../../shared/api/api-error.ts';
import { formatCount, formatList } from '../../shared/format/words.ts';
import { Notice } from '../../shared/ui/feedback/notice.tsx';
import { PlanNotices, PlanServices } from '../../shared/ui/plan/plan-summary.tsx';
import { coresWithProvider, providerOf } from './answers/answers.ts';
import { useWizard } from './wizard-context.ts';
import styles from './wizard.module.css';

/** The plan so far: each answer makes it grow before the reader’s eyes. On a phone it folds. */
export function PlanAside() {
  const { preview, answers, cores } = useWizard();
  const waiting = coresWithProvider(answers, cores)
    .filter((offer) => providerOf(answers, offer) === null)
    .map(({ name }) => name);
  const { plan, error, pending } = preview;
  const problem = error ? toProblemView(error) : null;
  const [wide] = useState(() => window.matchMedia('(min-width: 901px)').matches);
  const count = plan?.services.length ?? 0;
  return (
    <aside className={styles['aside']} aria-label="The plan so far" aria-busy={pending}>
      <details open={wide} className={styles['planned']}>
        <summary>
          <span>The plan so far</span>
          <span className={styles['count']} aria-live="polite">
            {count === 0 ? 'nothing yet' : formatCount(count, 'service')}
          </span>
        </summary>
        <div className={styles['grown']}>
          {problem && (
            <Notice tone={problem.code === 'service.setting' ? 'idle' : 'warn'} title={problem.title}>
              <p>{problem.message}</p>
            </Notice>
          )}
          {!plan && !problem && (
            <p className={styles['empty']}>Choose something, and what it needs appears here, each with its reason.</p>
          )}
          {plan && !problem && (
            <>
              {waiting.length > 0 && (
                <p className={styles['empty']}>
                  {formatList(waiting)} and what comes with it join the plan when you have chosen a provider.
                </p>
              )}
              <PlanServices plan={plan} />
              <PlanNotices plan={plan} />
            </>
          )}
        </div>
      </details>
    </aside>
  );
}
