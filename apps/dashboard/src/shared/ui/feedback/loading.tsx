import { useEffect, useState } from 'react';
import styles from './loading.module.css';

/** Bars where content will be; nothing at all for the first moment, so that fast pages do not flicker. */
export function Loading({ label, rows = 3 }: { label: string; rows?: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setLate(true), 250);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <div role="status" className={styles['loading']}>
      <span className="visually-hidden">{label}</span>
      {late && Array.from({ length: rows }, (_, row) => <span key={row} className={styles['bar']} />)}
    </div>
  );
}
