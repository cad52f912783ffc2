import type { StepProgress } from '@showrunner/contracts';
import { type ReactNode, useEffect, useRef } from 'react';
import { formatDuration } from '../../format/duration.ts';
import { useTrouble } from '../../live/use-trouble.ts';
import { ProblemCard } from '../feedback/problem-card.tsx';
import { ProgressBar } from '../feedback/progress-bar.tsx';
import { StateGlyph } from '../state/state-glyph.tsx';
import styles from './operation.module.css';
import { toStepDisplay } from './step-state.ts';

/** One step: state, title, what it does now, its own log. The failing one opens itself. */
export function StepRow({ step, failed }: { step: StepProgress; failed: boolean }) {
  const display = toStepDisplay(step.state);
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (failed) row.current?.scrollIntoView({ block: 'nearest' });
  }, [failed]);
  return (
    <li ref={row} className={styles['step']} data-state={step.state}>
      <StateGlyph shape={display.shape} tone={display.tone} size={16} />
      <div className={styles['content']}>
        {step.state === 'done' && step.log.length > 0 ? (
          <StepLog step={step} head={<Head step={step} />} />
        ) : (
          <>
            <Head step={step} />
            {step.state === 'running' && <Activity step={step} />}
            {failed && step.reason !== '' && <p className={styles['reason']}>{step.reason}</p>}
            {step.problem && <ProblemCard problem={step.problem} />}
            {step.log.length > 0 && <StepLog step={step} head="Log of this step" open={failed} />}
          </>
        )}
      </div>
    </li>
  );
}

function Head({ step }: { step: StepProgress }) {
  const display = toStepDisplay(step.state);
  return (
    <span className={styles['line']}>
      <span className={styles['title']}>{step.title}</span>
      <span className={styles['word']} data-tone={display.tone}>
        {display.word}
        {took(step)}
      </span>
    </span>
  );
}

function Activity({ step }: { step: StepProgress }) {
  const trouble = useTrouble(step);
  return (
    <>
      <p className={styles['reason']}>{step.activity ?? step.reason}</p>
      {trouble && <p className={styles['reason']}>{trouble.reason}</p>}
      {trouble?.lastExit && trouble.lastExit.lastWords.length > 0 && (
        <pre className={styles['words']} tabIndex={0} role="region" aria-label={`Last words of ${step.processName}`}>
          {trouble.lastExit.lastWords.join('\n')}
        </pre>
      )}
      {step.fraction !== undefined && <ProgressBar label={`${step.title}, progress`} fraction={step.fraction} />}
    </>
  );
}

/** The log, folded under its head; a step that is done folds away with it. */
function StepLog({ step, head, open = false }: { step: StepProgress; head: ReactNode; open?: boolean }) {
  return (
    <details className={styles['log']} open={open || undefined}>
      <summary>{head}</summary>
      {/* Keyboard users scroll it, so it takes the focus. */}
      <pre tabIndex={0} role="region" aria-label={`Log: ${step.title}`}>
        {step.log.join('\n')}
      </pre>
    </details>
  );
}

const shortestMs = 50;

function took(step: StepProgress): string {
  if (step.startedAt === undefined || step.endedAt === undefined) return '';
  const spanMs = step.endedAt - step.startedAt;
  // What rounds to nothing is not worth a number.
  return spanMs < shortestMs ? '' : ` · ${formatDuration(spanMs)}`;
}
