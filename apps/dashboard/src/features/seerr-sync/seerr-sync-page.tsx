import { useQuery } from '@tanstack/react-query';
import { documentQuery } from '../../shared/api/document.ts';
import { Loading } from '../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../shared/ui/feedback/load-failure.tsx';
import page from '../../shared/ui/page.module.css';
import { useTitle } from '../../shared/ui/use-title.ts';
import { syncQuery } from './api.ts';
import { FailureSection } from './failure-section.tsx';
import { SettingsForm } from './settings-form.tsx';
import { StatusSection } from './status-section.tsx';

/** Copying requests from one Seerr to others: how it stands, what failed, and how it is done. */
export default function SeerrSyncPage() {
  useTitle('Seerr Sync');
  const sync = useQuery(syncQuery);
  const document = useQuery(documentQuery);
  const failed = sync.isError ? sync : document;
  return (
    <div className={`${page['page']} ${page['narrow']}`}>
      <header>
        <h1>Seerr Sync</h1>
        <p className={page['lead']}>
          Requests that people make on one Seerr are made again on others: a second home, another set of services. Only
          in that direction.
        </p>
      </header>
      {(sync.isError || document.isError) && failed.error && (
        <LoadFailure error={failed.error} onRetry={() => void failed.refetch()} />
      )}
      {sync.isPending && <Loading label="Loading how it stands" rows={3} />}
      {sync.data && <StatusSection sync={sync.data} />}
      {sync.data && sync.data.failed > 0 && <FailureSection />}
      {document.data && <SettingsForm view={document.data} />}
    </div>
  );
}
