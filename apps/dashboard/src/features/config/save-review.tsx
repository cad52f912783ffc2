import type { JsonObject, StackChange } from '@showrunner/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { toProblemView } from '../../shared/api/api-error.ts';
import { askPlan } from '../../shared/api/operations/plan.ts';
import { useStartOperation } from '../../shared/api/operations/start-operation.ts';
import { Button } from '../../shared/ui/form/button.tsx';
import { Loading } from '../../shared/ui/feedback/loading.tsx';
import { PlanSteps } from '../../shared/ui/plan/plan-steps.tsx';
import { PlanNotices } from '../../shared/ui/plan/plan-summary.tsx';
import page from '../../shared/ui/page.module.css';
import { ProblemCard } from '../../shared/ui/feedback/problem-card.tsx';
import { useArrivalFocus } from '../../shared/ui/use-arrival-focus.ts';
import styles from './config.module.css';
import { documentQuery } from '../../shared/api/document.ts';
import { keepDraft } from './drafts.ts';
import { JsonDiff } from './editor/json-diff.tsx';

interface SaveReviewProps {
  readonly processName: string;
  readonly before: string;
  readonly after: string;
  readonly document: JsonObject;
  readonly basedOn: string;
  readonly onBack: () => void;
  readonly onReload: () => void;
}

/** Before and after, and what saving will do to what runs. */
export function SaveReview(props: SaveReviewProps) {
  const { processName, document, basedOn, onBack, onReload } = props;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const start = useStartOperation();
  const heading = useArrivalFocus<HTMLHeadingElement>();
  const change: StackChange = { kind: 'edit', document, basedOn };
  const plan = useQuery({
    queryKey: ['plan', 'edit', basedOn, props.after],
    queryFn: ({ signal }) => askPlan(change, signal),
    gcTime: 0,
  });
  const save = () =>
    start.mutate(change, {
      onSuccess: (operation) => {
        keepDraft(processName, undefined);
        void queries.invalidateQueries({ queryKey: documentQuery.queryKey });
        void navigate(`/operations/${operation.id}`);
      },
    });
  const problem = start.error ?? plan.error;
  return (
    <div className={styles['page']}>
      <h2 ref={heading} tabIndex={-1}>
        What changes
      </h2>
      <JsonDiff before={props.before} after={props.after} />
      <section className={page['section']}>
        <h2 className={page['heading']}>What saving does</h2>
        {plan.isPending && <Loading label="Making the plan" rows={2} />}
        {plan.data && <PlanNotices plan={plan.data} />}
        {plan.data && <PlanSteps steps={plan.data.steps} />}
      </section>
      {problem && (
        <ProblemCard
          problem={toProblemView(problem)}
          actions={
            toProblemView(problem).code === 'document.conflict' && (
              <Button onClick={onReload}>Load what is stored now, keep my edit</Button>
            )
          }
        />
      )}
      <div className={styles['bar']}>
        <Button onClick={onBack}>Back to the text</Button>
        <Button look="primary" busy={start.isPending} disabled={!plan.data} onClick={save}>
          {start.isPending ? 'Saving' : 'Save and apply'}
        </Button>
      </div>
    </div>
  );
}
