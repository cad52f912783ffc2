import type { ServiceView } from '@showrunner/contracts';
import { Link } from 'react-router';
import page from '../../../shared/ui/page.module.css';
import { toDisplayState } from '../../../shared/ui/state/display-state.ts';
import { StateMark } from '../../../shared/ui/state/state-mark.tsx';
import { copiesOf, isFurtherCopy } from './copies.ts';
import styles from './copies.module.css';
import { ScaleControl } from './scale-control.tsx';

interface CopiesSectionProps {
  readonly service: ServiceView;
  readonly services: readonly ServiceView[];
}

/** How many copies of a service run, each with its state and port, and how to have more or fewer. */
export function CopiesSection({ service, services }: CopiesSectionProps) {
  if (service.maxReplicas === null) return null;
  const copies = copiesOf(services, service);
  const [first] = copies;
  return (
    <section className={page['section']} aria-labelledby="copies">
      <h2 id="copies" className={page['heading']}>
        Copies
      </h2>
      {first && isFurtherCopy(service) ? (
        <p>
          This is one of {copies.length} copies of <Link to={addressOf(first)}>{first.processName}</Link>. How many run
          is chosen there.
        </p>
      ) : (
        <ScaleControl service={service} present={copies.length} most={service.maxReplicas} />
      )}
      {copies.length > 1 && (
        <ul className={styles['list']}>
          {copies.map((copy) => (
            <li key={copy.processName} className={styles['copy']}>
              <Link to={addressOf(copy)} aria-current={copy.processName === service.processName ? 'page' : undefined}>
                {copy.processName}
              </Link>
              {copy.ports.map(({ id, port }) => (
                <span key={id} className={styles['port']}>
                  Port {port}
                </span>
              ))}
              <StateMark state={toDisplayState(copy.status, copy.enabled)} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function addressOf({ processName }: ServiceView): string {
  return `/services/${encodeURIComponent(processName)}`;
}
