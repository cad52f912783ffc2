import type { ProblemView } from '@showrunner/contracts';
import type { ReactNode } from 'react';
import { formatTrail } from '../../format/words.ts';
import { StateGlyph } from '../state/state-glyph.tsx';
import styles from './notice.module.css';

/** What went wrong, why, and what to do; the code is one click below. */
export function ProblemCard({ problem, actions }: { problem: ProblemView; actions?: ReactNode }) {
  return (
    <div className={styles['notice']} data-tone="fail" role="alert">
      <StateGlyph shape="square" tone="fail" />
      <div className={styles['text']}>
        <p className={styles['title']}>{problem.title}</p>
        <p>{problem.message}</p>
        {problem.issues && (
          <ul className={styles['issues']}>
            {problem.issues.map((issue) => (
              <li key={issue.path.join('/') + issue.message}>
                <strong>{formatTrail(issue.path)}</strong> {issue.message}
                {issue.remedy !== undefined && <> {issue.remedy}</>}
              </li>
            ))}
          </ul>
        )}
        {problem.hint !== '' && (
          <p>
            <strong>What to do: </strong>
            {problem.hint}
          </p>
        )}
        <details className={styles['technical']}>
          <summary>Technical name</summary>
          <code>{problem.code}</code>
        </details>
        {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
      </div>
    </div>
  );
}
