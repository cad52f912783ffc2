import { useQuery } from '@tanstack/react-query';
import { toProblemView } from '../../shared/api/api-error.ts';
import { Loading } from '../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../shared/ui/feedback/load-failure.tsx';
import { ProblemCard } from '../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../shared/ui/form/button.tsx';
import page from '../../shared/ui/page.module.css';
import { TimeAgo } from '../../shared/ui/time-ago.tsx';
import { failuresQuery, useRetry } from './api.ts';
import styles from './seerr-sync.module.css';
import { sayServer, sayTitle, titleAddress } from './words.ts';

/** What could not be copied, what the server said, and another try. */
export function FailureSection() {
  const failures = useQuery(failuresQuery);
  const retry = useRetry();
  return (
    <section className={page['section']} aria-labelledby="sync-failed">
      <h2 id="sync-failed" className={page['heading']}>
        Not copied
      </h2>
      {failures.isPending && <Loading label="Loading what failed" rows={2} />}
      {failures.isError && <LoadFailure error={failures.error} onRetry={() => void failures.refetch()} />}
      <ul className={styles['list']}>
        {failures.data?.failed_requests.map((failure) => (
          <li key={`${failure.fingerprint} ${failure.subordinate}`} className={styles['row']}>
            <a className={styles['name']} href={titleAddress(failure.fingerprint)} target="_blank" rel="noreferrer">
              {sayTitle(failure.fingerprint)}
            </a>
            <span>{sayServer(failure.subordinate)}</span>
            <Button small busy={retry.isPending} onClick={() => retry.mutate(failure.fingerprint)}>
              Try again
              <span className="visually-hidden"> {sayTitle(failure.fingerprint)}</span>
            </Button>
            <span className={styles['aside']}>
              {failure.error} · <TimeAgo at={Date.parse(failure.failed_at)} />
            </span>
          </li>
        ))}
      </ul>
      {failures.data && failures.data.count > 1 && (
        <p>
          <Button busy={retry.isPending} onClick={() => retry.mutate(undefined)}>
            Try all again
          </Button>
        </p>
      )}
      {retry.error && <ProblemCard problem={toProblemView(retry.error)} />}
    </section>
  );
}
