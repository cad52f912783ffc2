import type { VersionNotes } from '@showrunner/contracts';
import styles from './updates.module.css';

/** What the publisher says of a version. It is text from outside: shown as it is, never as a page. */
export function ReleaseNotes({ notes, version }: { notes: VersionNotes; version: string }) {
  return (
    <details className={styles['notes']}>
      <summary>What is new in {version}</summary>
      <div className={styles['text']} tabIndex={0} role="region" aria-label={`Notes of ${version}`}>
        {notes.text.trim() === '' ? 'The publisher has written nothing about it.' : notes.text.trim()}
      </div>
      {/^https?:\/\//.test(notes.url) && (
        <a href={notes.url} target="_blank" rel="noreferrer">
          Read them where they were published
        </a>
      )}
    </details>
  );
}
