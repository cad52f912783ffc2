import { memo } from 'react';
import { formatAbsolute, formatClock } from '../../shared/format/time.ts';
import { type LogRecord, rankOf, timeOf } from './log-record.ts';
import styles from './logs.module.css';

const tones = ['idle', 'idle', 'plain', 'warn', 'fail', 'fail'] as const;

/** One entry: time, level, text; continuation lines stay with it. */
export const LogLine = memo(function LogLine({ record, highlight }: { record: LogRecord; highlight: string }) {
  return (
    <div className={styles['line']} data-tone={tones[rankOf(record.level)]}>
      <span className={styles['at']} title={record.at === null ? undefined : `Read ${formatAbsolute(record.at)}`}>
        {timeOf(record) ?? (record.at === null ? '' : formatClock(record.at))}
      </span>
      <span className={styles['level']}>{record.level ?? ''}</span>
      <span className={styles['message']}>
        {splitAt(record.message, highlight).map((part, index) =>
          index % 2 === 1 ? <mark key={index}>{part}</mark> : part,
        )}
      </span>
    </div>
  );
});

/** Cuts a text at every hit; odd parts are the hits. */
function splitAt(text: string, hit: string): readonly string[] {
  if (hit === '') return [text];
  const parts: string[] = [];
  const lower = text.toLowerCase();
  const wanted = hit.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, from)) {
    parts.push(text.slice(from, at), text.slice(at, at + hit.length));
    from = at + hit.length;
  }
  return [...parts, text.slice(from)];
}
