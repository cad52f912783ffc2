import type { ReactNode } from 'react';
import { Wordmark } from '../../shared/ui/wordmark.tsx';
import styles from './auth.module.css';

/** The quiet page around setup and sign-in. */
export function AuthFrame({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <main className={styles['frame']}>
      <div className={styles['card']}>
        <Wordmark />
        <div className={styles['intro']}>
          <h1>{title}</h1>
          <p>{lead}</p>
        </div>
        {children}
      </div>
    </main>
  );
}
