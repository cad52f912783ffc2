import type { StackChange } from '@showrunner/contracts';
import { useQuery } from '@tanstack/react-query';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { askPlan } from '../../../shared/api/operations/plan.ts';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { PlanSteps } from '../../../shared/ui/plan/plan-steps.tsx';
import { PlanNotices } from '../../../shared/ui/plan/plan-summary.tsx';
import styles from './service-actions.module.css';

interface PlanEffectProps {
  readonly change: StackChange;
  /** Whether the steps are shown at once. */
  readonly open?: boolean;
}

/** What exactly a change will do, asked of the planner when it is shown, so that it is never an old answer. */
export function PlanEffect({ change, open = false }: PlanEffectProps) {
  const plan = useQuery({
    queryKey: ['plan', change],
    queryFn: ({ signal }) => askPlan(change, signal),
    staleTime: 0,
    gcTime: 0,
  });
  if (plan.error) return <ProblemCard problem={toProblemView(plan.error)} />;
  if (!plan.data) return null;
  return (
    <>
      <PlanNotices plan={plan.data} />
      {plan.data.steps.length > 0 && (
        <details className={styles['preview']} open={open}>
          <summary>What will happen, step by step</summary>
          <PlanSteps steps={plan.data.steps} />
        </details>
      )}
    </>
  );
}
