import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { LoadFailure } from '../../../shared/ui/feedback/load-failure.tsx';
import { Loading } from '../../../shared/ui/feedback/loading.tsx';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import page from '../../../shared/ui/page.module.css';
import { TimeAgo } from '../../../shared/ui/time-ago.tsx';
import { useTitle } from '../../../shared/ui/use-title.ts';
import { metricsSettingsQuery, metricsStorageQuery, saveSettings } from './metrics-settings.ts';
import { SettingsForm } from './settings-form.tsx';

/** What is measured, how often, how long it is kept, and how much that is now. */
export default function MetricsSettingsPage() {
  useTitle('Settings of metrics');
  const queries = useQueryClient();
  const query = useQuery(metricsSettingsQuery);
  const saving = useMutation({
    mutationFn: saveSettings,
    onSuccess: () => queries.invalidateQueries({ queryKey: metricsSettingsQuery.queryKey }),
  });
  return (
    <div className={`${page['page']} ${page['narrow']}`}>
      <header>
        <h1>Settings of metrics</h1>
        <p>
          <Link to="/metrics">Look at the metrics</Link>
        </p>
      </header>
      {query.isPending && <Loading label="Loading the settings" rows={6} />}
      {query.isError && <LoadFailure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <SettingsForm
          choices={query.data}
          busy={saving.isPending}
          saved={saving.isSuccess}
          onSave={(settings) => saving.mutate(settings)}
        />
      )}
      {saving.error && <ProblemCard problem={toProblemView(saving.error)} />}
      <Storage />
    </div>
  );
}

function Storage() {
  const query = useQuery(metricsStorageQuery);
  return (
    <section className={page['section']} aria-labelledby="storage">
      <h2 id="storage" className={page['heading']}>
        Kept now
      </h2>
      {query.isPending && <Loading label="Measuring what is kept" rows={2} />}
      {query.isError && <LoadFailure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <>
          <p>
            {`${query.data.sqlite.samples.toLocaleString()} samples in ${formatBytes(query.data.sqlite.file_bytes)}`}
            {query.data.sqlite.oldest_timestamp !== null && (
              <>
                , the first from <TimeAgo at={query.data.sqlite.oldest_timestamp * 1000} />
              </>
            )}
            . They are in <code>{query.data.sqlite.path}</code>.
          </p>
          <p className={page['lead']}>Of what is older than a day, one sample a minute is kept.</p>
          {query.data.last_error !== null && <p>{query.data.last_error}</p>}
        </>
      )}
    </section>
  );
}
