import { useNavigate } from 'react-router';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { useStartOperation } from '../../../shared/api/operations/start-operation.ts';
import { formatCount, formatList } from '../../../shared/format/words.ts';
import { LinkButton } from '../../../shared/ui/form/button.tsx';
import { Loading } from '../../../shared/ui/feedback/loading.tsx';
import { Notice } from '../../../shared/ui/feedback/notice.tsx';
import { PlanChanges } from '../../../shared/ui/plan/plan-changes.tsx';
import { PlanSteps } from '../../../shared/ui/plan/plan-steps.tsx';
import { PlanNotices, PlanServices } from '../../../shared/ui/plan/plan-summary.tsx';
import page from '../../../shared/ui/page.module.css';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { missingKeys, toChange } from '../answers/to-change.ts';
import { useWizard } from '../wizard-context.ts';
import { WizardFrame } from '../wizard-frame.tsx';
import styles from '../wizard.module.css';

/** The plan in full, before anything changes. */
export function ReviewStep() {
  const { answers, keys, cores, preview } = useWizard();
  const navigate = useNavigate();
  const start = useStartOperation();
  const missing = missingKeys(answers, keys, cores);
  const planProblem = preview.error ? toProblemView(preview.error) : null;
  const run = () =>
    start.mutate(toChange(answers, keys, cores), {
      onSuccess: (operation) => void navigate(`/onboarding/start/${operation.id}`),
    });
  return (
    <WizardFrame
      step="review"
      question="This is the plan"
      lead="Nothing has changed yet. Start does exactly this. What succeeds stays; a step that fails says why and can be tried again."
      blocked={sayBlocked(missing, planProblem !== null, preview.plan !== undefined, preview.pending)}
      finish={{ label: start.isPending ? 'Starting' : 'Start', busy: start.isPending, run }}
    >
      {missing.length > 0 && (
        <Notice
          tone="warn"
          title={`The key of ${formatList(missing)} is not here`}
          actions={<LinkButton to="/onboarding/provider">Enter the key</LinkButton>}
        >
          <p>Keys are kept in memory only, so a reload forgets them. All other answers are still here.</p>
        </Notice>
      )}
      {planProblem && <ProblemCard problem={planProblem} />}
      {start.error && <ProblemCard problem={toProblemView(start.error)} />}
      {!preview.plan && !planProblem && <Loading label="Making the plan" rows={4} />}
      {preview.plan && !planProblem && <FullPlan />}
    </WizardFrame>
  );
}

function FullPlan() {
  const { plan } = useWizard().preview;
  if (!plan) return null;
  if (plan.empty) return <Notice tone="ok" title="Everything you chose is already so. There is nothing to do." />;
  return (
    <>
      <PlanNotices plan={plan} />
      <div className={styles['review']}>
        <section className={page['section']}>
          <h2 className={page['heading']}>{formatCount(plan.services.length, 'service')}</h2>
          <PlanServices plan={plan} />
        </section>
        <section className={page['section']}>
          <h2 className={page['heading']}>{formatCount(plan.steps.length, 'step')}, in this order</h2>
          <PlanSteps steps={plan.steps} />
        </section>
      </div>
      {plan.changes.length > 0 && (
        <details className={styles['fold']}>
          <summary>{formatCount(plan.changes.length, 'change')} to the stack document</summary>
          <PlanChanges changes={plan.changes} />
        </details>
      )}
    </>
  );
}

function sayBlocked(
  missing: readonly string[],
  hasProblem: boolean,
  hasPlan: boolean,
  pending: boolean,
): string | null {
  if (missing.length > 0) return 'A key is missing.';
  if (hasProblem) return 'The plan cannot be made yet.';
  return !hasPlan || pending ? 'Making the plan.' : null;
}
