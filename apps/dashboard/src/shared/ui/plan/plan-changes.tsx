import type { PlanView } from '@showrunner/contracts';
import { formatTrail, formatValue } from '../../format/words.ts';
import styles from './plan.module.css';

/** What the document gains, loses or changes. */
export function PlanChanges({ changes }: { changes: PlanView['changes'] }) {
  return (
    <ul className={styles['changes']}>
      {changes.map((change) => (
        <li key={change.pointer}>
          <p className={styles['trail']}>{formatTrail(change.pointer)}</p>
          <p className={styles['values']}>
            <del>{formatValue(change.before)}</del> <span aria-hidden="true">→</span>{' '}
            <span className="visually-hidden">becomes</span> <ins>{formatValue(change.after)}</ins>
          </p>
        </li>
      ))}
    </ul>
  );
}
