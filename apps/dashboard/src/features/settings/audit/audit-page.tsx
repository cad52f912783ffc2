import type { AuditEntryView } from '@showrunner/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { Loading } from '../../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../../shared/ui/feedback/load-failure.tsx';
import { Button } from '../../../shared/ui/form/button.tsx';
import { SelectField, TextField } from '../../../shared/ui/form/field.tsx';
import page from '../../../shared/ui/page.module.css';
import { StateMark } from '../../../shared/ui/state/state-mark.tsx';
import { TimeAgo } from '../../../shared/ui/time-ago.tsx';
import { useTitle } from '../../../shared/ui/use-title.ts';
import { type AuditFilter, auditQuery } from './audit.ts';
import styles from './audit.module.css';
import { sayAction, sayActor, sayResult } from './audit-words.ts';

/** Everything that anybody changed or wanted to change, the newest first. */
export default function AuditPage() {
  useTitle('Audit');
  const [filter, setFilter] = useState<AuditFilter>({ outcome: '', text: '' });
  const query = useInfiniteQuery(auditQuery(useDeferredValue(filter)));
  const entries = query.data?.pages.flatMap((one) => one.entries) ?? [];
  return (
    <div className={`${page['page']} ${page['narrow']}`}>
      <header>
        <h1>Audit</h1>
        <p className={page['lead']}>Who changed what, from where, and who was refused. Kept for 90 days.</p>
      </header>
      <Filter filter={filter} onChange={setFilter} />
      {query.isPending && <Loading label="Loading the audit" rows={5} />}
      {query.isError && <LoadFailure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && entries.length === 0 && (
        <p className={page['lead']}>
          {filter.outcome === '' && filter.text === '' ? 'Nothing was changed yet.' : 'Nothing is like that.'}
        </p>
      )}
      <ol className={styles['list']} aria-label="Audit" aria-busy={query.isFetching}>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      {query.hasNextPage && (
        <p>
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show older ones
          </Button>
        </p>
      )}
    </div>
  );
}

function Filter({ filter, onChange }: { filter: AuditFilter; onChange: (filter: AuditFilter) => void }) {
  return (
    <div role="search" className={styles['filter']}>
      <TextField
        label="Look for"
        type="search"
        placeholder="A name, an address, a service"
        maxLength={200}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.target.value })}
      />
      <SelectField
        label="Result"
        value={filter.outcome}
        onChange={(event) => onChange({ ...filter, outcome: event.target.value as AuditFilter['outcome'] })}
      >
        <option value="">All</option>
        <option value="done">Done</option>
        <option value="refused">Refused</option>
      </SelectField>
    </div>
  );
}

function Entry({ entry }: { entry: AuditEntryView }) {
  const { at, target, address, method, path } = entry;
  return (
    <li className={styles['row']}>
      <div className={styles['head']}>
        <span>
          {sayAction(entry)}
          {target !== null && <span className={styles['target']}> · {target}</span>}
        </span>
        <StateMark
          state={
            entry.outcome === 'done'
              ? { tone: 'ok', shape: 'full', word: sayResult(entry) }
              : { tone: 'warn', shape: 'triangle', word: sayResult(entry) }
          }
        />
      </div>
      <p className={styles['detail']}>
        <TimeAgo at={at} /> · {sayActor(entry)} · {address}
      </p>
      <p className={styles['detail']}>
        <code>
          {method} {path}
        </code>
      </p>
    </li>
  );
}
