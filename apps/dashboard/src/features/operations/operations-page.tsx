import type { OperationView } from '@showrunner/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { operationsQuery } from '../../shared/api/operations/operations.ts';
import { formatDuration } from '../../shared/format/duration.ts';
import { formatActor } from '../../shared/format/words.ts';
import { useLive } from '../../shared/live/live-store.ts';
import { Loading } from '../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../shared/ui/feedback/load-failure.tsx';
import { measureProgress, sayOperation, toOperationDisplay } from '../../shared/ui/operation/step-state.ts';
import page from '../../shared/ui/page.module.css';
import { ProgressBar } from '../../shared/ui/feedback/progress-bar.tsx';
import { StateMark } from '../../shared/ui/state/state-mark.tsx';
import { TimeAgo } from '../../shared/ui/time-ago.tsx';
import { useTitle } from '../../shared/ui/use-title.ts';
import styles from './operations.module.css';

/** Everything that was done to the stack, newest first. */
export function OperationsPage() {
  useTitle('Activity');
  const query = useQuery(operationsQuery);
  const live = useLive((state) => state.operations);
  const operations = useMemo(() => {
    const known = new Map((query.data?.operations ?? []).map((operation) => [operation.id, operation]));
    for (const [id, operation] of live) known.set(id, operation);
    return [...known.values()].sort((one, other) => other.startedAt - one.startedAt);
  }, [query.data, live]);
  return (
    <div className={`${page['page']} ${page['narrow']}`}>
      <header>
        <h1>Activity</h1>
        <p className={page['lead']}>What was done to the stack, by whom, and how it ended.</p>
      </header>
      {query.isPending && <Loading label="Loading the activity" rows={5} />}
      {query.isError && <LoadFailure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && operations.length === 0 && <p className={page['lead']}>Nothing has been done yet.</p>}
      <ol className={styles['list']}>
        {operations.map((operation) => (
          <OperationRow key={operation.id} operation={operation} />
        ))}
      </ol>
    </div>
  );
}

function OperationRow({ operation }: { operation: OperationView }) {
  const { startedAt, endedAt } = operation;
  return (
    <li className={styles['row']}>
      <div className={styles['head']}>
        <Link to={`/operations/${operation.id}`}>{operation.title}</Link>
        <StateMark state={toOperationDisplay(operation.state)} />
      </div>
      <p className={styles['detail']}>
        <TimeAgo at={startedAt} /> by {formatActor(operation.actor)}
        {endedAt !== undefined && <> · took {formatDuration(endedAt - startedAt)}</>}
      </p>
      {operation.state !== 'succeeded' && <p className={styles['detail']}>{sayOperation(operation)}</p>}
      {operation.state === 'running' && (
        <ProgressBar label={operation.title} fraction={measureProgress(operation).fraction} />
      )}
    </li>
  );
}
