import { type DeliveryRow, deliveryStatuses, noticeTypes } from '@showrunner/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { Loading } from '../../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../../shared/ui/feedback/load-failure.tsx';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../../shared/ui/form/button.tsx';
import { Dialog } from '../../../shared/ui/form/dialog.tsx';
import { SelectField } from '../../../shared/ui/form/field.tsx';
import { StateMark } from '../../../shared/ui/state/state-mark.tsx';
import { TimeAgo } from '../../../shared/ui/time-ago.tsx';
import { type HistoryFilter, historyQuery, useClearHistory } from './notifications.ts';
import styles from './notifications.module.css';
import { sayType, statusStates, typeWords } from './words.ts';

/** What was told to whom, the newest first. */
export function History() {
  const [filter, setFilter] = useState<HistoryFilter>({ status: '', eventType: '' });
  const query = useQuery(historyQuery(filter));
  const rows = query.data?.items ?? [];
  return (
    <div className={styles['stack']}>
      <Filter filter={filter} onChange={setFilter} />
      {query.isPending && <Loading label="Loading what was sent" rows={3} />}
      {query.isError && <LoadFailure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <p className={styles['faint']}>
          {filter.status === '' && filter.eventType === '' ? 'Nothing was sent yet.' : 'Nothing is like that.'}
        </p>
      )}
      {rows.length > 0 && (
        <ol className={styles['rows']} aria-label="What was sent">
          {rows.map((row) => (
            <Entry key={row.id} row={row} />
          ))}
        </ol>
      )}
      {rows.length > 0 && <Clear />}
    </div>
  );
}

function Filter({ filter, onChange }: { filter: HistoryFilter; onChange: (filter: HistoryFilter) => void }) {
  return (
    <div role="search" className={styles['fields']} aria-label="What was sent">
      <SelectField
        label="Outcome"
        value={filter.status}
        onChange={({ target }) => onChange({ ...filter, status: target.value })}
      >
        <option value="">All</option>
        {deliveryStatuses.map((status) => (
          <option key={status} value={status}>
            {statusStates[status].word}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Event"
        value={filter.eventType}
        onChange={({ target }) => onChange({ ...filter, eventType: target.value })}
      >
        <option value="">All</option>
        {noticeTypes.map((type) => (
          <option key={type} value={type}>
            {typeWords[type]}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

function Entry({ row }: { row: DeliveryRow }) {
  return (
    <li className={styles['entry']}>
      <p className={styles['row']}>
        <strong>{row.title}</strong>
        <StateMark state={statusStates[row.status]} />
      </p>
      <p className={styles['faint']}>
        <TimeAgo at={row.created_at * 1000} /> · {row.destination_name} · {sayType(row.event_type)}
        {row.attempts > 1 && ` · ${row.attempts} attempts`}
      </p>
      {row.error !== null && <p className={styles['error']}>{row.error}</p>}
      {row.body !== '' && (
        <details>
          <summary>Text</summary>
          <p className={styles['text']}>{row.body}</p>
        </details>
      )}
    </li>
  );
}

function Clear() {
  const [asks, setAsks] = useState(false);
  const clear = useClearHistory();
  return (
    <div>
      <Button onClick={() => setAsks(true)}>Clear the list</Button>
      {asks && (
        <Dialog
          title="Clear the list?"
          onClose={() => setAsks(false)}
          actions={
            <>
              <Button onClick={() => setAsks(false)}>Keep it</Button>
              <Button
                look="danger"
                busy={clear.isPending}
                onClick={() => clear.mutate(undefined, { onSuccess: () => setAsks(false) })}
              >
                Clear
              </Button>
            </>
          }
        >
          <p>What was sent or could not be sent is forgotten. What still waits to be sent stays.</p>
          {clear.error && <ProblemCard problem={toProblemView(clear.error)} />}
        </Dialog>
      )}
    </div>
  );
}
