import type { ServiceView } from '@showrunner/contracts';
import { Play, RotateCw, Square } from 'lucide-react';
import { Button } from '../../../shared/ui/form/button.tsx';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { OpenPageButton } from '../../../shared/ui/open/open-page-button.tsx';
import { isLive } from '../../../shared/ui/state/display-state.ts';
import { copiesOf, isFurtherCopy } from '../copies/copies.ts';
import { ConsequenceDialog } from './consequence-dialog.tsx';
import { liveDependents } from './dependents.ts';
import styles from './service-actions.module.css';
import { useServiceCommand } from './use-service-command.ts';

interface ServiceActionsProps {
  readonly service: ServiceView;
  readonly services: readonly ServiceView[];
  readonly small?: boolean;
}

/** What can be done with a service now. Stopping says its consequences first. */
export function ServiceActions({ service, services, small = false }: ServiceActionsProps) {
  const command = useServiceCommand(service);
  const dependents = liveDependents(services, service.processName);
  // The name of the first copy is that of the service, and means all of them.
  const copies = isFurtherCopy(service) ? 1 : Math.max(1, copiesOf(services, service).length);
  const asksFirst = dependents.length > 0 || copies > 1;
  const running = isLive(service.status);
  const size = small ? 14 : 16;
  const common = { small, busy: command.atWork, look: small ? ('quiet' as const) : ('plain' as const) };
  return (
    <div className={styles['wrap']}>
      <div className={styles['actions']} role="group" aria-label={`Actions for ${service.processName}`}>
        {service.status.state === 'running' && (
          <OpenPageButton service={service} small={small} look={small ? 'quiet' : 'primary'} />
        )}
        {running ? (
          <>
            <Button
              {...common}
              aria-label={`Restart ${service.processName}`}
              onClick={() => (asksFirst ? command.ask('restart') : command.run('restart'))}
            >
              <RotateCw size={size} aria-hidden /> Restart
            </Button>
            <Button {...common} aria-label={`Stop ${service.processName}`} onClick={() => command.ask('stop')}>
              <Square size={size} aria-hidden /> Stop
            </Button>
          </>
        ) : (
          <Button {...common} aria-label={`Start ${service.processName}`} onClick={() => command.run('start')}>
            <Play size={size} aria-hidden /> Start
          </Button>
        )}
      </div>
      {command.problem && (
        <ProblemCard
          problem={command.problem}
          actions={
            <Button small onClick={command.dismiss}>
              Dismiss
            </Button>
          }
        />
      )}
      {command.asked && (
        <ConsequenceDialog
          verb={command.asked}
          service={service}
          dependents={dependents}
          copies={copies}
          onConfirm={command.run}
          onClose={() => command.ask(null)}
        />
      )}
    </div>
  );
}
