import type { SessionView } from '@showrunner/contracts';
import { useQuery } from '@tanstack/react-query';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { Loading } from '../../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../../shared/ui/feedback/load-failure.tsx';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../../shared/ui/form/button.tsx';
import { TimeAgo } from '../../../shared/ui/time-ago.tsx';
import { sessionsQuery, useEndSessions } from './sessions.ts';
import rows from '../rows.module.css';

/** Every place where the account is signed in, and a way to end each. */
export function SessionList() {
  const query = useQuery(sessionsQuery);
  const end = useEndSessions();
  if (query.isPending) return <Loading label="Loading where you are signed in" rows={2} />;
  if (query.isError) return <LoadFailure error={query.error} onRetry={() => void query.refetch()} />;
  const { sessions } = query.data;
  const others = sessions.filter(({ current }) => !current);
  return (
    <>
      <h3>Signed in on</h3>
      <ul className={rows['rows']}>
        {sessions.map((session) => (
          <Session key={session.id} session={session} busy={end.isPending} onEnd={() => end.mutate(session)} />
        ))}
      </ul>
      {end.error && <ProblemCard problem={toProblemView(end.error)} />}
      {others.length > 1 && (
        <p>
          <Button busy={end.isPending} onClick={() => end.mutate('others')}>
            Sign out everywhere else
          </Button>
        </p>
      )}
    </>
  );
}

function Session({ session, busy, onEnd }: { session: SessionView; busy: boolean; onEnd: () => void }) {
  const { device, address, current, lastSeenAt } = session;
  return (
    <li>
      <p>
        <strong>{device}</strong>
        {current && <span className={rows['aside']}> · this device</span>}
        <span className={rows['facts']}>
          {address} · <TimeAgo at={lastSeenAt} />
        </span>
      </p>
      {!current && (
        <Button small busy={busy} aria-label={`Sign out ${device} at ${address}`} onClick={onEnd}>
          Sign out
        </Button>
      )}
    </li>
  );
}
