import type { ServiceView } from '@showrunner/contracts';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { useSilence } from '../../shared/live/use-silence.ts';
import { ServiceTile } from '../../shared/ui/service-tile.tsx';
import { toDisplayState, toUnheard } from '../../shared/ui/state/display-state.ts';
import { NextTry } from '../../shared/ui/state/next-try.tsx';
import { StateMark } from '../../shared/ui/state/state-mark.tsx';
import page from '../../shared/ui/page.module.css';
import { StateSince } from '../../shared/ui/state/state-since.tsx';
import { useTitle } from '../../shared/ui/use-title.ts';
import { ServiceActions } from './actions/service-actions.tsx';
import styles from './service-page.module.css';

interface ServicePageProps {
  readonly service: ServiceView;
  readonly services: readonly ServiceView[];
  readonly children: ReactNode;
}

const tabs: readonly { path: string; title: string; pageOnly?: boolean }[] = [
  { path: '', title: 'Overview' },
  { path: '/page', title: 'Page', pageOnly: true },
  { path: '/configuration', title: 'Configuration' },
  { path: '/logs', title: 'Logs' },
];

/** The page of a service: one header everywhere, the rest in tabs that have their own address. */
export function ServicePage({ service, services, children }: ServicePageProps) {
  useTitle(service.processName);
  const silent = useSilence();
  const known = toDisplayState(service.status, service.enabled);
  const state = silent ? toUnheard(known) : known;
  const base = `/services/${encodeURIComponent(service.processName)}`;
  return (
    <div className={`${page['page']} ${styles['page']}`}>
      <header className={styles['header']}>
        <ServiceTile name={service.processName} serviceKey={service.serviceKey} large />
        <div className={styles['identity']}>
          <h1>{service.processName}</h1>
          <p className={styles['state']}>
            <StateMark state={state} plate />
            <span>
              <StateSince state={state} at={service.status.since} />
            </span>
          </p>
          {state.tone !== 'ok' && service.status.reason !== '' && (
            <p className={styles['reason']}>{service.status.reason}</p>
          )}
          {service.status.nextRestartAt !== undefined && (
            <NextTry
              at={service.status.nextRestartAt}
              count={service.status.restartCount}
              className={styles['reason']}
            />
          )}
        </div>
        <div className={styles['actions']}>
          <ServiceActions service={service} services={services} />
        </div>
      </header>
      <nav aria-label={`Pages of ${service.processName}`} className={styles['tabs']}>
        {tabs
          .filter(({ pageOnly }) => pageOnly !== true || service.uiPort !== null)
          .map((tab) => (
            <NavLink key={tab.title} to={base + tab.path} end className={styles['tab']!}>
              {tab.title}
            </NavLink>
          ))}
      </nav>
      <div className={styles['panel']}>{children}</div>
    </div>
  );
}
