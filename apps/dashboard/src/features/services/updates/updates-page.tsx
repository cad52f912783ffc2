import type { UpdateRecord, UpdateView } from '@showrunner/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { updatesQuery } from '../../../shared/api/updates.ts';
import { formatCount } from '../../../shared/format/words.ts';
import { LoadFailure } from '../../../shared/ui/feedback/load-failure.tsx';
import { Loading } from '../../../shared/ui/feedback/loading.tsx';
import page from '../../../shared/ui/page.module.css';
import { TimeAgo } from '../../../shared/ui/time-ago.tsx';
import { useTitle } from '../../../shared/ui/use-title.ts';
import { InstallCacheSection } from './install-cache-section.tsx';
import { outcomeTones, sayOutcome, sayPolicy, sayState } from './update-words.ts';
import styles from './updates.module.css';

/** What can be updated, what was, and what is kept for it. */
export default function UpdatesPage() {
  useTitle('Updates');
  const query = useQuery(updatesQuery);
  return (
    <div className={page['page']}>
      <h1>Updates</h1>
      {query.isPending && <Loading label="Loading the versions" rows={4} />}
      {query.isError && <LoadFailure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Versions updates={query.data.updates.filter(({ installed }) => installed !== null)} />}
      {query.data && query.data.history.length > 0 && <History records={query.data.history} />}
      <InstallCacheSection />
    </div>
  );
}

function Versions({ updates }: { updates: readonly UpdateView[] }) {
  const ready = updates.filter(({ state }) => state === 'available').length;
  return (
    <section className={page['section']} aria-labelledby="versions">
      <h2 id="versions" className={page['heading']}>
        {ready === 0 ? 'Installed' : `${formatCount(ready, 'update is', 'updates are')} ready`}
      </h2>
      {updates.length === 0 && <p>Nothing is installed yet.</p>}
      <ul className={styles['list']}>
        {updates.toSorted(readyFirst).map((view) => {
          const { words, tone } = sayState(view);
          return (
            <li key={view.processName} className={styles['row']}>
              <Link to={`/services/${encodeURIComponent(view.processName)}`}>{view.processName}</Link>
              <span>{view.installed}</span>
              <span className={styles['state']} data-tone={tone}>
                {words}
              </span>
              <span className={styles['aside']}>{sayPolicy(view)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function readyFirst(one: UpdateView, other: UpdateView): number {
  return Number(other.state === 'available') - Number(one.state === 'available');
}

function History({ records }: { records: readonly UpdateRecord[] }) {
  return (
    <section className={page['section']} aria-labelledby="past">
      <h2 id="past" className={page['heading']}>
        What was done
      </h2>
      <ul className={styles['list']}>
        {records.map((record) => (
          <li key={record.operationId} className={styles['past']}>
            <Link to={`/operations/${record.operationId}`} data-tone={outcomeTones[record.outcome]}>
              {sayOutcome(record)}
            </Link>
            <TimeAgo at={record.at} />
            <span className={styles['aside']}>{record.message}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
