import type { PlanView } from '@showrunner/contracts';
import { formatCount } from '../../format/words.ts';
import styles from './plan.module.css';

/** The steps of a plan in order, each with its reason; files are one click below. */
export function PlanSteps({ steps }: { steps: PlanView['steps'] }) {
  return (
    <ol className={styles['steps']}>
      {steps.map((step, index) => (
        <li key={step.id} className={styles['step']}>
          <span className={styles['number']} aria-hidden="true">
            {index + 1}
          </span>
          <div>
            <p className={styles['name']}>{step.title}</p>
            <p className={styles['detail']}>{step.reason}</p>
            {step.files.length > 0 && (
              <details className={styles['files']}>
                <summary>{formatCount(step.files.length, 'file')}</summary>
                <ul>
                  {step.files.map((file) => (
                    <li key={file}>
                      <code>{file}</code>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
