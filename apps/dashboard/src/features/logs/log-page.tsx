import { useDeferredValue, useState } from 'react';
import { Loading } from '../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../shared/ui/feedback/load-failure.tsx';
import { Notice } from '../../shared/ui/feedback/notice.tsx';
import { LogControls } from './log-controls.tsx';
import { LogExport } from './log-export.tsx';
import { LogList } from './log-list.tsx';
import type { LevelFloor } from './log-record.ts';
import styles from './logs.module.css';
import { useLog } from './use-log.ts';

/** The log of one service: the text is the page, the controls are one thin row. */
export default function LogPage({ processName, file }: { processName: string; file: string | null }) {
  const [floor, setFloor] = useState<LevelFloor>('all');
  const [text, setText] = useState('');
  const [paused, setPaused] = useState(false);
  const [wrap, setWrap] = useState(() => window.matchMedia('(max-width: 640px)').matches);
  const log = useLog(processName, floor, useDeferredValue(text), paused);
  if (log.tail.isError) return <LoadFailure error={log.tail.error} onRetry={() => void log.tail.refetch()} />;
  if (log.tail.isPending) return <Loading label="Loading the log" rows={4} />;
  return (
    <section className={styles['page']} aria-label={`Log of ${processName}`}>
      <LogControls
        floor={floor}
        onFloor={setFloor}
        text={text}
        onText={setText}
        paused={paused}
        onPaused={setPaused}
        wrap={wrap}
        onWrap={setWrap}
      />
      {log.refusal !== null && (
        <Notice tone="warn">
          <p>{log.refusal}</p>
        </Notice>
      )}
      {log.missed > 0 && (
        <Notice tone="warn">
          <p>{log.missed} lines came faster than this page could take them. They are in the file.</p>
        </Notice>
      )}
      {log.shown.length === 0 ? (
        <p className={styles['empty']}>
          {log.size === 0 ? 'The log is empty so far. New lines appear by themselves.' : 'No line passes this filter.'}
        </p>
      ) : (
        <LogList records={log.shown} wrap={wrap} paused={paused} highlight={text} />
      )}
      <div className={styles['foot']}>
        <p aria-live="off">
          {log.shown.length.toLocaleString()} of {log.size.toLocaleString()} lines
          {log.connected ? '' : ' · not connected, new lines come when the connection is back'}
        </p>
        <LogExport processName={processName} shown={log.shown} />
        {file !== null && <code>{file}</code>}
      </div>
    </section>
  );
}
