import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { formatCount } from '../../shared/format/words.ts';
import { Button } from '../../shared/ui/form/button.tsx';
import { LogLine } from './log-line.tsx';
import type { LogRecord } from './log-record.ts';
import styles from './logs.module.css';

interface LogListProps {
  readonly records: readonly LogRecord[];
  readonly wrap: boolean;
  readonly paused: boolean;
  readonly highlight: string;
}

const lineHeight = 21;
const nearEnd = 40;

/** The visible part of a log. It follows the end until the reader scrolls up, and says what came since. */
export function LogList({ records, wrap, paused, highlight }: LogListProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [follow, setFollow] = useState(true);
  const seen = useRef(0);
  const rows = useVirtualizer({
    count: records.length,
    getScrollElement: () => frame.current,
    estimateSize: (index) => lineHeight * (records[index]?.message.split('\n').length ?? 1),
    getItemKey: (index) => records[index]?.sequence ?? index,
    overscan: 20,
  });
  const last = records.at(-1)?.sequence ?? 0;
  useLayoutEffect(() => {
    if (!follow || paused || records.length === 0) return;
    rows.scrollToIndex(records.length - 1, { align: 'end' });
    seen.current = last;
  }, [rows, records.length, last, follow, paused, wrap]);

  const onScroll = () => {
    const element = frame.current;
    if (element) setFollow(element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd);
  };
  const news = follow ? 0 : records.length - 1 - records.findLastIndex((record) => record.sequence <= seen.current);
  return (
    <div className={styles['frame']}>
      {/* The keyboard scrolls it, so it takes the focus. */}
      <div
        ref={frame}
        className={styles['list']}
        data-wrap={wrap || undefined}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="Log lines"
        onScroll={onScroll}
      >
        <div className={styles['canvas']} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const record = records[row.index];
            if (!record) return null;
            return (
              <div
                key={row.key}
                ref={rows.measureElement}
                data-index={row.index}
                className={styles['row']}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <LogLine record={record} highlight={highlight} />
              </div>
            );
          })}
        </div>
      </div>
      {!follow && (
        <div className={styles['news']}>
          <Button small onClick={() => setFollow(true)}>
            <ArrowDown size={14} aria-hidden />
            {news > 0 ? `${formatCount(news, 'new line')}` : 'To the end'}
          </Button>
        </div>
      )}
    </div>
  );
}
