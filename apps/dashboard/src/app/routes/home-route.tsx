import { HomePage } from '../../features/home/home-page.tsx';
import { ServiceGroups } from '../../features/services/service-groups.tsx';
import { useStack } from '../../shared/live/use-stack.ts';
import { Loading } from '../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../shared/ui/feedback/load-failure.tsx';
import page from '../../shared/ui/page.module.css';

/** Home, with the services of the stack that are on. */
export function HomeRoute() {
  const { query, services } = useStack();
  if (!services) {
    return (
      <div className={page['page']}>
        {query.isError ? (
          <LoadFailure error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Loading label="Loading the stack" rows={5} />
        )}
      </div>
    );
  }
  const on = services.filter((service) => service.enabled);
  return (
    <HomePage services={on}>
      <ServiceGroups services={on} />
    </HomePage>
  );
}
