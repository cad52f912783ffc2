import type { ServiceView } from '@showrunner/contracts';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLive } from '../../shared/live/live-store.ts';
import { useNow } from '../../shared/live/use-now.ts';
import { useInterruptedOperation, useRunningOperation } from '../../shared/live/use-stack.ts';
import { LinkButton } from '../../shared/ui/form/button.tsx';
import { Notice } from '../../shared/ui/feedback/notice.tsx';
import page from '../../shared/ui/page.module.css';
import { useTitle } from '../../shared/ui/use-title.ts';
import { findIncidents } from './incidents.ts';
import { IncidentCard } from './incident-card.tsx';
import { OperationStrip } from './operation-strip.tsx';
import { judge } from './verdict.ts';
import { VerdictHead } from './verdict-head.tsx';
import styles from './home.module.css';

interface HomePageProps {
  readonly services: readonly ServiceView[];
  /** The services by role. */
  readonly children: ReactNode;
}

/** A verdict in one sentence; what needs a hand, cause first; then the services. */
export function HomePage({ services, children }: HomePageProps) {
  const running = useRunningOperation();
  const unfinished = useInterruptedOperation();
  const lostAt = useLive((state) => state.lostAt);
  const brake = useLive((state) => state.brake);
  const now = useNow();
  const incidents = findIncidents(services);
  const silentMs = lostAt === null ? null : Math.max(0, now - lostAt);
  const verdict = judge({ services, incidents, running, silentMs });
  useTitle(verdict.sentence.replace(/\.$/, ''));
  const empty = services.every((service) => !service.enabled);
  return (
    <div className={page['page']}>
      <VerdictHead verdict={verdict} />
      {brake && (
        <Notice tone="warn" title={brake.message}>
          {brake.evidence !== undefined && (
            <p>
              {brake.cause}: {brake.evidence}
            </p>
          )}
        </Notice>
      )}
      {running && <OperationStrip operation={running} />}
      {unfinished && <OperationStrip operation={unfinished} />}
      {incidents.length > 0 && (
        <section className={page['section']} aria-labelledby="needs-a-hand">
          <h2 id="needs-a-hand" className={page['heading']}>
            Needs a hand
          </h2>
          {incidents.map((incident) => (
            <IncidentCard key={incident.cause.processName} incident={incident} />
          ))}
        </section>
      )}
      {empty ? (
        <p>
          <LinkButton to="/onboarding" look="primary">
            Set up your stack
          </LinkButton>
        </p>
      ) : (
        <>
          {children}
          <p className={styles['more']}>
            <LinkButton to="/onboarding/services">
              <Plus size={16} aria-hidden /> Add services
            </LinkButton>
          </p>
        </>
      )}
    </div>
  );
}
