import { Link } from 'react-router';
import { toProblemView } from '../../shared/api/api-error.ts';
import { useStartOperation } from '../../shared/api/operations/start-operation.ts';
import { formatCount } from '../../shared/format/words.ts';
import { Button, LinkButton } from '../../shared/ui/form/button.tsx';
import { ProblemCard } from '../../shared/ui/feedback/problem-card.tsx';
import { isLive, toDisplayState } from '../../shared/ui/state/display-state.ts';
import { NextTry } from '../../shared/ui/state/next-try.tsx';
import { StateMark } from '../../shared/ui/state/state-mark.tsx';
import { StateSince } from '../../shared/ui/state/state-since.tsx';
import styles from './home.module.css';
import type { Incident } from './incidents.ts';

/** One cause: what happened, why, what to press; what follows from it is folded below. */
export function IncidentCard({ incident: { cause, consequences } }: { incident: Incident }) {
  const { status, processName } = cause;
  const state = toDisplayState(status);
  const operation = useStartOperation();
  const verb = isLive(status) ? 'restart' : 'start';
  const hint = status.problem?.hint ?? (status.state === 'running' ? undefined : status.lastExit?.hint);
  const address = `/services/${encodeURIComponent(processName)}`;
  return (
    <article className={styles['incident']} data-tone={state.tone}>
      <div className={styles['cause']}>
        <h3>
          <Link to={address}>{processName}</Link>
        </h3>
        <StateMark state={state} />
        <span className={styles['since']}>
          <StateSince state={state} at={status.since} />
        </span>
      </div>
      <p className={styles['why']}>
        {status.problem?.message || status.reason || status.lastExit?.message || 'It gave no reason.'}
      </p>
      {hint !== undefined && (
        <p className={styles['why']}>
          <strong>What to do: </strong>
          {hint}
        </p>
      )}
      {status.nextRestartAt !== undefined && (
        <NextTry at={status.nextRestartAt} count={status.restartCount} className={styles['since']} />
      )}
      <div className={styles['actions']}>
        <Button
          look="primary"
          busy={operation.isPending}
          onClick={() => operation.mutate({ kind: verb, processNames: [processName] })}
        >
          {verb === 'start' ? 'Start' : 'Restart'} {processName}
        </Button>
        <LinkButton to={`${address}/logs`}>Read its log</LinkButton>
      </div>
      {operation.error && <ProblemCard problem={toProblemView(operation.error)} />}
      {consequences.length > 0 && (
        <details className={styles['consequences']}>
          <summary>{formatCount(consequences.length, 'service is affected', 'services are affected')}</summary>
          <ul>
            {consequences.map((one) => (
              <li key={one.processName}>
                <Link to={`/services/${encodeURIComponent(one.processName)}`}>{one.processName}</Link>
                <StateMark state={toDisplayState(one.status)} />
                <span className={styles['since']}>{one.status.reason}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </article>
  );
}
