import type { ServiceView, StatusFrame } from '@showrunner/contracts';
import { toFrameHealth, toProcessState } from '../../dialects/dumb/process/present-health.ts';
import type { Parts } from '../../parts.ts';
import type { FrameSink } from './frame-sink.ts';
import { createPace } from './slow-reader.ts';

const ownName = 'DUMB API';

/**
 * `/ws/status`: a frame at once, one with every change, one whenever the client says anything, and one each interval as
 * the original sends them. Stopped services are told as stopped. A frame is made once for all clients.
 */
export function createStatusChannel(parts: Parts): { connect(sink: FrameSink, query: URLSearchParams): void } {
  const { reader } = parts;
  const names = reader.memo(() => JSON.stringify(toRunningFrame(reader.services())));
  const health = reader.memo(() => JSON.stringify(toHealthFrame(reader.services())));

  return {
    connect(sink, query) {
      const frame = isTrue(query.get('health')) ? health : names;
      const pace = createPace();
      const send = () => {
        const verdict = pace.next(sink.bufferedBytes, parts.platform.clock.now());
        // What was skipped is told by the next frame: each one says everything.
        if (verdict === 'send') sink.send(frame());
        else if (verdict === 'drop') sink.close(1013, 'too slow');
      };
      const unsubscribe = reader.onChange(send);
      const timer = setInterval(send, readIntervalMs(query));
      timer.unref();
      sink.onMessage(send);
      sink.onClose(() => {
        unsubscribe();
        clearInterval(timer);
      });
      send();
    },
  };
}

function toRunningFrame(services: readonly ServiceView[]): StatusFrame {
  const running = services
    .filter(({ status }) => toProcessState(status) === 'running')
    .map(({ processName }) => processName);
  return { type: 'status', running: [...running, ownName] };
}

function toHealthFrame(services: readonly ServiceView[]): StatusFrame {
  const shown = services.filter(({ enabled, status }) => enabled || toProcessState(status) === 'running');
  const processes = shown.map(({ processName, status }) => ({
    process_name: processName,
    status: toProcessState(status),
    ...toFrameHealth(status),
  }));
  return { type: 'status', processes };
}

/** Seconds between frames: 0.5 to 10, 2 when it is not a number. */
export function readIntervalMs(query: URLSearchParams): number {
  const seconds = Number(query.get('interval') ?? 2);
  return Math.min(10, Math.max(0.5, Number.isFinite(seconds) && seconds > 0 ? seconds : 2)) * 1000;
}

/** Words that are true in a socket's query. */
export function isTrue(word: string | null): boolean {
  return ['1', 'true', 'yes', 'on'].includes((word ?? '').toLowerCase());
}
