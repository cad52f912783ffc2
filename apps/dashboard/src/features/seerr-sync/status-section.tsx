import type { SeerrSyncPreview, SeerrSyncView } from '@showrunner/contracts';
import { toProblemView } from '../../shared/api/api-error.ts';
import { formatCount } from '../../shared/format/words.ts';
import { Notice } from '../../shared/ui/feedback/notice.tsx';
import { ProblemCard } from '../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../shared/ui/form/button.tsx';
import page from '../../shared/ui/page.module.css';
import { TimeAgo } from '../../shared/ui/time-ago.tsx';
import { usePreview, useSyncCommand } from './api.ts';
import styles from './seerr-sync.module.css';
import { sayServer, sayState, sayStep } from './words.ts';

/** How it stands now, what the next poll would do, and the commands. */
export function StatusSection({ sync }: { sync: SeerrSyncView }) {
  const command = useSyncCommand();
  const preview = usePreview();
  const { words, tone } = sayState(sync);
  const isOff = sync.state === 'disabled';
  return (
    <section className={page['section']} aria-labelledby="sync-state">
      <h2 id="sync-state" className={page['heading']}>
        Now
      </h2>
      <Notice
        tone={tone}
        title={words}
        actions={
          !isOff && (
            <>
              <Button busy={command.isPending || sync.isRunning} onClick={() => command.mutate('run')}>
                Look now
              </Button>
              <Button busy={preview.isPending} onClick={() => preview.mutate()}>
                Show what it would do
              </Button>
              <Button look="quiet" onClick={() => command.mutate(sync.state === 'paused' ? 'resume' : 'pause')}>
                {sync.state === 'paused' ? 'Go on' : 'Pause'}
              </Button>
            </>
          )
        }
      >
        {sync.errors.map((error) => (
          <p key={error}>{error}</p>
        ))}
        {!isOff && (
          <p className={styles['aside']}>
            {formatCount(sync.tracked, 'title')} copied
            {sync.lastPoll !== undefined && (
              <>
                , last looked <TimeAgo at={Date.parse(sync.lastPoll)} />
              </>
            )}
            . It looks every {formatCount(Math.round(sync.intervalMs / 1000), 'second')}.
          </p>
        )}
      </Notice>
      {command.error && <ProblemCard problem={toProblemView(command.error)} />}
      {preview.error && <ProblemCard problem={toProblemView(preview.error)} />}
      {preview.data && <Preview preview={preview.data} />}
      {sync.held > 0 && (
        <Notice
          tone="warn"
          title={`${formatCount(sync.held, 'title')} gone from the primary at once`}
          actions={
            <Button look="danger" busy={command.isPending} onClick={() => command.mutate('confirm')}>
              Remove {formatCount(sync.held, 'title')} everywhere
            </Button>
          }
        >
          <p>So many are removed only when you say so. If the primary was set up anew, leave them.</p>
        </Notice>
      )}
      {sync.subordinates.length > 0 && (
        <ul className={styles['list']}>
          {sync.subordinates.map(({ label, synced, failed, error }) => (
            <li key={label} className={styles['row']}>
              <span className={styles['name']}>{sayServer(label)}</span>
              <span>{formatCount(synced, 'title')}</span>
              <span data-tone={failed > 0 ? 'fail' : undefined}>{failed > 0 ? `${failed} failed` : ''}</span>
              {error !== undefined && (
                <span className={styles['aside']} data-tone="warn">
                  Left early last time: {error}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const shown = 100;

function Preview({ preview }: { preview: SeerrSyncPreview }) {
  const { steps, error } = preview;
  if (error !== undefined) return <Notice tone="fail" title={error} />;
  return (
    <Notice
      tone="idle"
      title={
        steps.length === 0
          ? 'Nothing to do: everything is as it should be.'
          : `The next look would do ${formatCount(steps.length, 'thing')}`
      }
    >
      {steps.length > 0 && (
        <ul className={styles['steps']}>
          {steps.slice(0, shown).map((step) => (
            <li key={`${step.subordinate} ${step.kind} ${step.fingerprint}`}>
              {sayStep(step)} on {sayServer(step.subordinate)}
            </li>
          ))}
          {steps.length > shown && <li>… and {steps.length - shown} more</li>}
        </ul>
      )}
    </Notice>
  );
}
