import { useState } from 'react';
import { toProblemView } from '../../shared/api/api-error.ts';
import { formatCount } from '../../shared/format/words.ts';
import { Notice } from '../../shared/ui/feedback/notice.tsx';
import { PlanNotices, PlanServices } from '../../shared/ui/plan/plan-summary.tsx';
import { useWizard } from './wizard-context.ts';
import styles from './wizard.module.css';

/** The plan so far: each answer makes it grow before the reader’s eyes. On a phone it folds. */
export function PlanAside() {
  const { preview } = useWizard();
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
              <PlanServices plan={plan} />
              <PlanNotices plan={plan} />
            </>
          )}
        </div>
      </details>
    </aside>
  );
}
