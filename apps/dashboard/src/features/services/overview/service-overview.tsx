import type { NeedView, ServiceView } from '@showrunner/contracts';
import { lazy, type ReactNode, Suspense } from 'react';
import { Link } from 'react-router';
import { formatCount } from '../../../shared/format/words.ts';
import page from '../../../shared/ui/page.module.css';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { isLive, toDisplayState } from '../../../shared/ui/state/display-state.ts';
import { StateMark } from '../../../shared/ui/state/state-mark.tsx';
import { TimeAgo } from '../../../shared/ui/time-ago.tsx';
import { isFurtherCopy } from '../copies/copies.ts';
import { CopiesSection } from '../copies/copies-section.tsx';
import { Condition } from './condition.tsx';
import { LastExit } from './last-exit.tsx';
import { limitLines } from './limit-words.ts';
import { needWords } from './need-words.ts';
import styles from './service-overview.module.css';

const ResetSection = lazy(() => import('../reset/reset-section.tsx'));
const UpdatesSection = lazy(() => import('../updates/updates-section.tsx'));
const UsageChart = lazy(() => import('./usage-chart.tsx'));

/** What there is to know about a service, without opening anything. */
export function ServiceOverview({ service, services }: { service: ServiceView; services: readonly ServiceView[] }) {
  const { status } = service;
  // The header says what it waits for.
  const conditions = (status.conditions ?? []).filter(({ message }) => message !== status.reason);
  const limits = limitLines(status.limits);
  return (
    <>
      {conditions.map((condition) => (
        <Condition key={condition.type} condition={condition} />
      ))}
      {status.problem && <ProblemCard problem={status.problem} />}
      {status.lastExit && status.state !== 'running' && <LastExit exit={status.lastExit} said={status.reason} />}
      <p className={page['lead']}>{service.description}</p>
      {isLive(status) && (
        <Suspense fallback={null}>
          <UsageChart unitId={service.unitId} />
        </Suspense>
      )}
      <Suspense fallback={null}>
        <UpdatesSection service={service} />
      </Suspense>
      <CopiesSection service={service} services={services} />
      <div className={styles['columns']}>
        <Facts title="Process">
          <Fact name="Version">{service.version ?? 'not known yet'}</Fact>
          {status.pid !== undefined && <Fact name="Process id">{status.pid}</Fact>}
          {status.startedAt !== undefined && (
            <Fact name="Started">
              <TimeAgo at={status.startedAt} />
            </Fact>
          )}
          <Fact name="Unexpected restarts">{formatCount(status.restartCount, 'restart')}</Fact>
          {limits.length > 0 && (
            <Fact name="Limits">
              {limits.map(({ line, keeper, note }) => (
                <div key={line}>
                  {line}
                  <div className={styles['note']}>{keeper}</div>
                  {note !== undefined && <div className={styles['note']}>{note}</div>}
                </div>
              ))}
            </Fact>
          )}
          {status.adopted && <Fact name="Origin">Taken over from an earlier Showrunner, never stopped</Fact>}
          {service.simulated && <Fact name="Kind">Simulated: a stand-in plays this program</Fact>}
        </Facts>
        <Facts title="Addresses and files">
          {service.ports.map((port) => (
            <Fact key={port.id} name={`Port (${port.role || port.id})`}>
              {port.port}
              {port.port !== port.requested && ` instead of ${port.requested}`}
            </Fact>
          ))}
          {service.configFile !== null && <Fact name="Configuration file">{<code>{service.configFile}</code>}</Fact>}
          {service.logFile !== null && <Fact name="Log file">{<code>{service.logFile}</code>}</Fact>}
          <Fact name="Project">
            <a href={service.projectUrl} target="_blank" rel="noreferrer">
              {service.projectUrl.replace(/^https?:\/\//, '')}
            </a>
          </Fact>
        </Facts>
        <Neighbours title="Needs" names={service.needs} services={services} how={service.needsHow} />
        <Neighbours title="Needed by" names={service.neededBy} services={services} />
      </div>
      {!isFurtherCopy(service) && (
        <Suspense fallback={null}>
          <ResetSection service={service} />
        </Suspense>
      )}
    </>
  );
}

function Facts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={page['section']}>
      <h2 className={page['heading']}>{title}</h2>
      <dl className={styles['facts']}>{children}</dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles['fact']}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface NeighboursProps {
  readonly title: string;
  readonly names: readonly string[];
  readonly services: readonly ServiceView[];
  readonly how?: readonly NeedView[];
}

function Neighbours({ title, names, services, how = [] }: NeighboursProps) {
  return (
    <section className={page['section']}>
      <h2 className={page['heading']}>{title}</h2>
      {names.length === 0 && <p className={styles['none']}>Nothing else.</p>}
      <ul className={styles['facts']}>
        {names.map((name) => {
          const known = services.find((service) => service.processName === name);
          return (
            <li key={name} className={styles['fact']}>
              <Link to={`/services/${encodeURIComponent(name)}`}>{name}</Link>
              {known && <StateMark state={toDisplayState(known.status, known.enabled)} />}
              {how
                .filter(({ processName }) => processName === name)
                .map((need) => (
                  <div key={need.kind} className={styles['how']}>
                    {needWords(need)}
                  </div>
                ))}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
