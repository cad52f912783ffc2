import type { CacheScope, InstallCacheView } from '@showrunner/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { emptyCache, installCacheQuery, verifyCache } from '../../../shared/api/install-cache.ts';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatCount } from '../../../shared/format/words.ts';
import { LoadFailure } from '../../../shared/ui/feedback/load-failure.tsx';
import { Loading } from '../../../shared/ui/feedback/loading.tsx';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../../shared/ui/form/button.tsx';
import page from '../../../shared/ui/page.module.css';
import styles from './updates.module.css';

const parts: readonly { readonly scope: CacheScope; readonly title: string; readonly empty: string }[] = [
  { scope: 'downloads', title: 'Downloads', empty: 'Delete downloads' },
  { scope: 'dependencies', title: 'Packages of build tools', empty: 'Delete packages' },
  { scope: 'quarantine', title: 'Damaged downloads', empty: 'Delete damaged downloads' },
];
const dayMs = 86_400_000;

/** What is kept of downloads and builds, within which limits, and how to get the space back. */
export function InstallCacheSection() {
  const query = useQuery(installCacheQuery);
  return (
    <section className={page['section']} aria-labelledby="install-cache">
      <h2 id="install-cache" className={page['heading']}>
        Kept for installing again
      </h2>
      {query.isPending && <Loading label="Measuring what is kept" rows={3} />}
      {query.isError && <LoadFailure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Cache cache={query.data} />}
    </section>
  );
}

function Cache({ cache }: { cache: InstallCacheView }) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: installCacheQuery.queryKey });
  const emptying = useMutation({ mutationFn: emptyCache, onSettled: refresh });
  const verifying = useMutation({ mutationFn: verifyCache, onSettled: refresh });
  const failure = emptying.error ?? verifying.error;
  return (
    <>
      <p className={page['lead']}>{sayLimits(cache)}</p>
      <ul className={styles['list']}>
        {parts.map(({ scope, title, empty }) => (
          <li key={scope} className={styles['row']}>
            <span>{title}</span>
            <span>{formatBytes(cache.parts[scope].bytes)}</span>
            <span>
              {cache.parts[scope].files > 0 && (
                <Button
                  small
                  busy={emptying.isPending}
                  onClick={() => {
                    emptying.mutate(scope);
                  }}
                >
                  {empty}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      <div className={styles['buttons']}>
        <Button busy={verifying.isPending} onClick={() => verifying.mutate()}>
          {verifying.isPending ? 'Reading them …' : 'Check the downloads'}
        </Button>
        <span role="status" className={styles['aside']}>
          {verifying.data && sayVerdict(verifying.data.checked, verifying.data.quarantined)}
        </span>
      </div>
      {failure && <ProblemCard problem={toProblemView(failure)} />}
    </>
  );
}

function sayLimits({ limits }: InstallCacheView): string {
  const { maxBytes, maxAgeMs, versionsKept } = limits;
  return (
    `Of each service the newest ${formatCount(versionsKept, 'version')} are kept, for ` +
    `${formatCount(Math.round(maxAgeMs / dayMs), 'day')} after their last use, and ${formatBytes(maxBytes)} in all. ` +
    'What is deleted is fetched again when it is needed.'
  );
}

function sayVerdict(checked: number, damaged: number): string {
  if (checked === 0) return 'There is nothing to check.';
  const all = formatCount(checked, 'download');
  return damaged === 0 ? `${all} checked, all as published.` : `${all} checked, ${damaged} damaged and put aside.`;
}
