import type { ServiceView } from '@showrunner/contracts';
import { Link } from 'react-router';
import { useSilence } from '../../shared/live/use-silence.ts';
import { ServiceTile } from '../../shared/ui/service-tile.tsx';
import { toDisplayState, toUnheard } from '../../shared/ui/state/display-state.ts';
import { NextTry } from '../../shared/ui/state/next-try.tsx';
import { StateMark } from '../../shared/ui/state/state-mark.tsx';
import { StateSince } from '../../shared/ui/state/state-since.tsx';
import { copiesOf, sayCopies } from './copies/copies.ts';
import { ServiceActions } from './actions/service-actions.tsx';
import styles from './service-card.module.css';

/** A service at a glance: what it is, how it is, since when, why, and what can be done. */
export function ServiceCard({ service, services }: { service: ServiceView; services: readonly ServiceView[] }) {
  const { status } = service;
  const silent = useSilence();
  const known = toDisplayState(status, service.enabled);
  const state = silent ? toUnheard(known) : known;
  const copies = copiesOf(services, service);
  const guard = status.conditions?.find(({ type }) => type === 'Guarded');
  const showReason = status.reason !== '' && state.tone !== 'ok' && service.enabled;
  return (
    <li className={styles['card']} data-tone={state.tone}>
      <div className={styles['head']}>
        <ServiceTile name={service.processName} serviceKey={service.serviceKey} />
        <div className={styles['names']}>
          <h3>
            <Link to={`/services/${encodeURIComponent(service.processName)}`}>{service.processName}</Link>
          </h3>
          <p className={styles['meta']}>
            {[service.version, service.simulated ? 'simulated' : null].filter(Boolean).join(' · ') ||
              service.displayName}
          </p>
        </div>
      </div>
      <p className={styles['state']}>
        <StateMark state={state} />
        {service.enabled && (
          <span className={styles['since']}>
            <StateSince state={state} at={status.since} />
          </span>
        )}
      </p>
      {copies.length > 1 && (
        <p className={styles['reason']}>
          <Link to={`/services/${encodeURIComponent(service.processName)}#copies`}>{sayCopies(copies)}</Link>
        </p>
      )}
      {guard && <p className={styles['reason']}>{guard.message}</p>}
      {showReason && <p className={styles['reason']}>{status.reason}</p>}
      {status.nextRestartAt !== undefined && (
        <NextTry at={status.nextRestartAt} count={status.restartCount} className={styles['reason']} />
      )}
      <div className={styles['foot']}>
        <ServiceActions service={service} services={services} small />
      </div>
    </li>
  );
}
