import type { OperationView } from '@showrunner/contracts';
import type { ReactNode } from 'react';
import { formatDuration } from '../../format/duration.ts';
import { useNow } from '../../live/use-now.ts';
import { ProblemCard } from '../feedback/problem-card.tsx';
import { ProgressBar } from '../feedback/progress-bar.tsx';
import { StateMark } from '../state/state-mark.tsx';
import styles from './operation.module.css';
import { StepRow } from './step-row.tsx';
import { findFailedStep, measureProgress, sayOperation, toOperationDisplay } from './step-state.ts';

interface OperationProgressProps {
  readonly operation: OperationView;
  /** What can be done about it now: cancel, retry, change the key. */
  readonly actions?: ReactNode;
}

/** An operation as a timeline: where it is, each step, and at a failure which step, why, and what to do. */
export function OperationProgress({ operation, actions }: OperationProgressProps) {
  const { done, total, fraction } = measureProgress(operation);
  const failed = findFailedStep(operation);
  const loose = operation.problem && !failed?.problem ? operation.problem : undefined;
  return (
    <div className={styles['operation']}>
      <div className={styles['summary']}>
        <div className={styles['line']}>
          <StateMark state={toOperationDisplay(operation.state)} plate />
          <span className={styles['count']}>
            {done} of {total} steps · <Elapsed operation={operation} />
          </span>
        </div>
        <ProgressBar label={operation.title} fraction={fraction} />
        <p className={styles['now']}>
          {sayOperation(operation)}
          {failed?.problem && <strong> {failed.problem.title}.</strong>}
        </p>
        {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
      </div>
      <p className="visually-hidden" role="status" aria-live="polite">
        {sayOperation(operation)}
      </p>
      {loose && <ProblemCard problem={loose} />}
      <ol className={styles['steps']} aria-label="Steps">
        {operation.steps.map((step) => (
          <StepRow key={step.id} step={step} failed={step.id === failed?.id} />
        ))}
      </ol>
    </div>
  );
}

function Elapsed({ operation }: { operation: OperationView }) {
  const now = useNow();
  return <>{formatDuration(Math.max(0, (operation.endedAt ?? now) - operation.startedAt))}</>;
}
