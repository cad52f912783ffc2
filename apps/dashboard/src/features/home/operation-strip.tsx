import type { OperationView } from '@showrunner/contracts';
import { Link } from 'react-router';
import { measureProgress, sayOperation } from '../../shared/ui/operation/step-state.ts';
import { ProgressBar } from '../../shared/ui/feedback/progress-bar.tsx';
import styles from './home.module.css';

/** What is under way, in one line that leads to its page. */
export function OperationStrip({ operation }: { operation: OperationView }) {
  const { done, total, fraction } = measureProgress(operation);
  return (
    <Link to={`/operations/${operation.id}`} className={styles['strip']!}>
      <span>
        <strong>{operation.title}</strong> <span className={styles['since']}>{sayOperation(operation)}</span>
      </span>
      <span className={styles['since']}>
        {done} of {total} steps
      </span>
      <ProgressBar label={operation.title} fraction={fraction} />
    </Link>
  );
}
