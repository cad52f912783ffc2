import type { Parts } from '../../parts.ts';
import type { FrameSink } from './frame-sink.ts';
import type { LogHub } from '../logs/log-hub.ts';
import { createPace } from './slow-reader.ts';

/** `/ws/logs`: one text frame a record of whatever runs; `ping` is answered with `pong`. */
export function createLogsChannel(parts: Parts, hub: LogHub): { connect(sink: FrameSink): void } {
  return {
    connect(sink) {
      const pace = createPace();
      let missed = 0;
      const stop = hub.listen((lines) => {
        const verdict = pace.next(sink.bufferedBytes, parts.platform.clock.now());
        if (verdict === 'drop') return sink.close(1013, 'too slow');
        if (verdict === 'skip') {
          missed += lines.length;
          return;
        }
        if (missed > 0) parts.platform.logger.warn('logs.reader-slow', { missed });
        missed = 0;
        for (const line of lines) sink.send(line);
      });
      sink.onMessage((text) => {
        if (isPing(text)) sink.send('pong');
      });
      sink.onClose(stop);
    },
  };
}

function isPing(text: string): boolean {
  if (text === 'ping') return true;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'type' in value && value.type === 'ping';
  } catch {
    // Anything may be sent here, and anything but a ping is ignored.
    return false;
  }
}
