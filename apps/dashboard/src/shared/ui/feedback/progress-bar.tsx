import styles from './progress-bar.module.css';

/** How far something is, 0 to 1. */
export function ProgressBar({ label, fraction }: { label: string; fraction: number }) {
  const percent = Math.round(Math.min(1, Math.max(0, fraction)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className={styles['track']}
    >
      <div className={styles['fill']} style={{ width: `${percent}%` }} />
    </div>
  );
}
