import type { UnitStatus } from '@showrunner/contracts';
import { Notice } from '../../../shared/ui/feedback/notice.tsx';
import { TimeAgo } from '../../../shared/ui/time-ago.tsx';
import styles from './service-overview.module.css';

type Exit = NonNullable<UnitStatus['lastExit']>;

const titles: Readonly<Record<Exit['cause'], string>> = {
  exit: 'It ended unexpectedly',
  signal: 'It was ended by a signal',
  'out-of-memory': 'It ran out of memory',
  'stopped-by-us': 'It was stopped',
  'never-started': 'It could not be started',
  unknown: 'It ended, and nobody saw how',
};

interface LastExitProps {
  readonly exit: Exit;
  /** What the page says already, so that nothing is said twice. */
  readonly said: string;
}

/** How the last process ended and what to do about it, with its last words where it was not asked to end. */
export function LastExit({ exit, said }: LastExitProps) {
  const success = exit.cause === 'exit' && exit.code === 0;
  const unexpected = exit.cause !== 'stopped-by-us' && !success;
  const known = said.startsWith(exit.message);
  if (known && !unexpected) return null;
  return (
    <Notice tone={unexpected ? 'fail' : 'idle'} title={success ? 'It ended with success' : titles[exit.cause]}>
      <p>
        {!known && exit.message} <TimeAgo at={exit.at} />
      </p>
      {unexpected && exit.hint !== undefined && (
        <p>
          <strong>What to do: </strong>
          {exit.hint}
        </p>
      )}
      {unexpected && exit.lastWords.length > 0 && (
        <details open>
          <summary>Its last words</summary>
          <pre className={styles['words']} tabIndex={0} role="region" aria-label="Last lines of output">
            {exit.lastWords.join('\n')}
          </pre>
        </details>
      )}
    </Notice>
  );
}
