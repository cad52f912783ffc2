import styles from './wordmark.module.css';

/** Mark and name. */
export function Wordmark() {
  return (
    <span className={styles['wordmark']}>
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <rect className={styles['ground']} x="0.5" y="0.5" width="31" height="31" rx="7" />
        <path
          className={styles['lamp']}
          d="M12.5 10.2v11.6a.8.8 0 0 0 1.2.7l9.2-5.8a.8.8 0 0 0 0-1.4l-9.2-5.8a.8.8 0 0 0-1.2.7Z"
        />
        <circle className={styles['lamp']} cx="8" cy="16" r="1.7" />
      </svg>
      Showrunner
    </span>
  );
}
