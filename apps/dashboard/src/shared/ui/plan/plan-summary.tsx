import type { PlanView } from '@showrunner/contracts';
import { Notice } from '../feedback/notice.tsx';
import { ServiceTile } from '../service-tile.tsx';
import styles from './plan.module.css';

/** The services of a plan, each with why it is there and which ports it gets. */
export function PlanServices({ plan }: { plan: PlanView }) {
  return (
    <ul className={styles['services']}>
      {plan.services.map((service) => (
        <li key={service.processName} className={styles['service']}>
          <ServiceTile name={service.processName} serviceKey={service.serviceKey} />
          <div>
            <p className={styles['name']}>
              {service.processName}
              {service.simulated && <span className={styles['tag']}>simulated</span>}
            </p>
            <p className={styles['detail']}>{sayWhy(service.because)}</p>
          </div>
          <PlanPorts ports={service.ports} />
        </li>
      ))}
    </ul>
  );
}

function PlanPorts({ ports }: { ports: PlanView['services'][number]['ports'] }) {
  if (ports.length === 0) return null;
  return (
    <p className={styles['ports']}>
      {ports.map((port) => (
        <span key={port.id}>
          {port.port !== port.requested && <s aria-label={`wanted ${port.requested}`}>{port.requested}</s>}
          <span className="visually-hidden">port </span>
          {port.port}
        </span>
      ))}
    </p>
  );
}

/** What a person should know before pressing the button: moved ports and warnings. */
export function PlanNotices({ plan }: { plan: PlanView }) {
  return (
    <>
      <PlanMoves moves={plan.moves} />
      {plan.warnings.length > 0 && (
        <Notice tone="warn">
          <ul className={styles['moves']}>
            {plan.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

function PlanMoves({ moves }: { moves: PlanView['moves'] }) {
  const [first] = moves;
  if (!first) return null;
  const title = moves.length === 1 ? `${first.processName} gets another port` : `${moves.length} ports move`;
  return (
    <Notice tone="warn" title={title}>
      <ul className={styles['moves']}>
        {moves.map((move) => (
          <li key={move.processName + move.field}>{move.reason}.</li>
        ))}
      </ul>
    </Notice>
  );
}

/** Why a service is part of a plan, as a sentence. */
export function sayWhy(because: string): string {
  return because === 'chosen' ? 'You chose it' : `Needed by ${because}`;
}
