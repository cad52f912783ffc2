import type { ServiceView } from '@showrunner/contracts';
import { useQuery } from '@tanstack/react-query';
import { askPlan } from '../../../shared/api/operations/plan.ts';
import { formatCount, formatList } from '../../../shared/format/words.ts';
import { Button } from '../../../shared/ui/form/button.tsx';
import { Dialog } from '../../../shared/ui/form/dialog.tsx';
import { Notice } from '../../../shared/ui/feedback/notice.tsx';
import { PlanNotices } from '../../../shared/ui/plan/plan-summary.tsx';
import { PlanSteps } from '../../../shared/ui/plan/plan-steps.tsx';
import styles from './service-actions.module.css';
import type { Verb } from './use-service-command.ts';

interface ConsequenceDialogProps {
  readonly verb: 'stop' | 'restart';
  readonly service: ServiceView;
  readonly dependents: readonly string[];
  readonly onConfirm: (verb: Verb) => void;
  readonly onClose: () => void;
}

const words = { stop: 'Stop', restart: 'Restart' };

/** Says who else is hit, and what exactly will happen, before it happens. */
export function ConsequenceDialog({ verb, service, dependents, onConfirm, onClose }: ConsequenceDialogProps) {
  const name = service.processName;
  const plan = useQuery({
    queryKey: ['plan', verb, name],
    queryFn: ({ signal }) => askPlan({ kind: verb, processNames: [name] }, signal),
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Dialog
      title={`${words[verb]} ${name}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it running</Button>
          <Button look="danger" onClick={() => onConfirm(verb)}>
            {words[verb]} {name}
          </Button>
        </>
      }
    >
      {dependents.length > 0 ? (
        <Notice
          tone="warn"
          title={`${formatCount(dependents.length, 'running service needs', 'running services need')} it`}
        >
          <p>
            {formatList(dependents)} {sayEffect(verb, dependents.length)}
          </p>
        </Notice>
      ) : (
        <p>Nothing else that runs needs it.</p>
      )}
      {plan.data && <PlanNotices plan={plan.data} />}
      {plan.data && plan.data.steps.length > 0 && (
        <details className={styles['preview']}>
          <summary>What will happen, step by step</summary>
          <PlanSteps steps={plan.data.steps} />
        </details>
      )}
    </Dialog>
  );
}

function sayEffect(verb: 'stop' | 'restart', count: number): string {
  if (verb === 'stop') return 'cannot work fully until it is started again.';
  return `${count === 1 ? 'waits' : 'wait'} while it restarts.`;
}
