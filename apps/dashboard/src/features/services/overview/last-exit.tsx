import type { UnitStatus } from '@showrunner/contracts';
import { Notice } from '../../../shared/ui/feedback/notice.tsx';
import { TimeAgo } from '../../../shared/ui/time-ago.tsx';
import styles from './service-overview.module.css';

/** How the last process ended, with its last words where it was not asked to end. */
export function LastExit({ exit }: { exit: NonNullable<UnitStatus['lastExit']> }) {
  const unexpected = exit.cause !== 'stopped-by-us' && !(exit.cause === 'exit' && exit.code === 0);
  return (
    <Notice tone={unexpected ? 'fail' : 'idle'} title={unexpected ? 'It ended unexpectedly' : 'It was stopped'}>
      <p>
        {exit.message} <TimeAgo at={exit.at} />
      </p>
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
