import type { ApiTokenView } from '@showrunner/contracts';
import { useQuery } from '@tanstack/react-query';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { formatDay } from '../../../shared/format/time.ts';
import { Loading } from '../../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../../shared/ui/feedback/load-failure.tsx';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../../shared/ui/form/button.tsx';
import { TimeAgo } from '../../../shared/ui/time-ago.tsx';
import rows from '../rows.module.css';
import { roleWords } from './roles.ts';
import { tokensQuery, useDeleteToken } from './tokens.ts';

/** The tokens there are; none can be read again. */
export function TokenList() {
  const query = useQuery(tokensQuery);
  const end = useDeleteToken();
  if (query.isPending) return <Loading label="Loading the tokens" rows={1} />;
  if (query.isError) return <LoadFailure error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.tokens.length === 0) return null;
  return (
    <>
      <ul className={rows['rows']} aria-label="Tokens">
        {query.data.tokens.map((token) => (
          <Token key={token.id} token={token} busy={end.isPending} onDelete={() => end.mutate(token.id)} />
        ))}
      </ul>
      {end.error && <ProblemCard problem={toProblemView(end.error)} />}
    </>
  );
}

function Token({ token, busy, onDelete }: { token: ApiTokenView; busy: boolean; onDelete: () => void }) {
  const { name, role, expiresAt, lastUsedAt } = token;
  return (
    <li>
      <p>
        <strong>{name}</strong>
        <span className={rows['aside']}> · {roleWords[role].short}</span>
        <span className={rows['facts']}>
          {lastUsedAt === null ? (
            'Never used'
          ) : (
            <>
              Used <TimeAgo at={lastUsedAt} />
            </>
          )}
          {expiresAt !== null && ` · ends on ${formatDay(expiresAt)}`}
        </span>
      </p>
      <Button small busy={busy} aria-label={`Delete the token ${name}`} onClick={onDelete}>
        Delete
      </Button>
    </li>
  );
}
