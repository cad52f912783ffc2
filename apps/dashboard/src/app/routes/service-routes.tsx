import type { ServiceView } from '@showrunner/contracts';
import { lazy, Suspense } from 'react';
import { Outlet, useOutletContext, useParams } from 'react-router';
import { ServiceOverview } from '../../features/services/overview/service-overview.tsx';
import { ServicePage } from '../../features/services/service-page.tsx';
import { useStack } from '../../shared/live/use-stack.ts';
import { Loading } from '../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../shared/ui/feedback/load-failure.tsx';
import page from '../../shared/ui/page.module.css';
import { NotFoundPage } from '../error-page.tsx';

const ConfigPage = lazy(() => import('../../features/config/config-page.tsx'));
const PageTabContent = lazy(() => import('../../features/pages/page-tab.tsx'));
const LogPage = lazy(() => import('../../features/logs/log-page.tsx'));

interface Shown {
  readonly service: ServiceView;
  readonly services: readonly ServiceView[];
}

/** The page of the service that the address names. */
export function ServiceRoute() {
  const name = useParams()['processName'] ?? '';
  const { query, services } = useStack();
  const service = services?.find((one) => one.processName === name);
  if (services && !service) return <NotFoundPage />;
  if (!services || !service) {
    return (
      <div className={page['page']}>
        {query.isError ? (
          <LoadFailure error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Loading label="Loading the service" rows={4} />
        )}
      </div>
    );
  }
  const shown: Shown = { service, services };
  return (
    <ServicePage service={service} services={services}>
      <Outlet context={shown} />
    </ServicePage>
  );
}

/** First tab. */
export function OverviewTab() {
  return <ServiceOverview {...useOutletContext<Shown>()} />;
}

/** The web page of the service itself. */
export function PageTab() {
  const { service } = useOutletContext<Shown>();
  return (
    <Suspense fallback={<Loading label="Opening the page" />}>
      <PageTabContent key={service.processName} service={service} />
    </Suspense>
  );
}

/** Second tab; the editor is loaded when it is opened. */
export function ConfigTab() {
  const { service } = useOutletContext<Shown>();
  return (
    <Suspense fallback={<Loading label="Loading the editor" />}>
      <ConfigPage key={service.processName} processName={service.processName} />
    </Suspense>
  );
}

/** Third tab. */
export function LogsTab() {
  const { service } = useOutletContext<Shown>();
  return (
    <Suspense fallback={<Loading label="Loading the log" />}>
      <LogPage key={service.processName} processName={service.processName} file={service.logFile} />
    </Suspense>
  );
}
