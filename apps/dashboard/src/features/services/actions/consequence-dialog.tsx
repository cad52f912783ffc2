import type { ServiceView } from '@showrunner/contracts';
import { formatCount, formatList } from '../../../shared/format/words.ts';
import { Button } from '../../../shared/ui/form/button.tsx';
import { Dialog } from '../../../shared/ui/form/dialog.tsx';
import { Notice } from '../../../shared/ui/feedback/notice.tsx';
import { PlanEffect } from './plan-effect.tsx';
import type { Verb } from './use-service-command.ts';

interface ConsequenceDialogProps {
  readonly verb: 'stop' | 'restart';
  readonly service: ServiceView;
  readonly dependents: readonly string[];
  /** How many copies of it are meant. */
  readonly copies: number;
  readonly onConfirm: (verb: Verb) => void;
  readonly onClose: () => void;
}

const words = { stop: 'Stop', restart: 'Restart' };

/** Says who else is hit, and what exactly will happen, before it happens. */
export function ConsequenceDialog({ verb, service, dependents, copies, onConfirm, onClose }: ConsequenceDialogProps) {
  const name = service.processName;
  const all = copies > 1 ? `all ${copies} copies of ` : '';
  return (
    <Dialog
      title={`${words[verb]} ${all}${name}?`}
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
      <PlanEffect change={{ kind: verb, processNames: [name] }} />
    </Dialog>
  );
}

function sayEffect(verb: 'stop' | 'restart', count: number): string {
  if (verb === 'stop') return 'cannot work fully until it is started again.';
  return `${count === 1 ? 'waits' : 'wait'} while it restarts.`;
}
