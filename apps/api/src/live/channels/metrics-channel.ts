import { readHistory, readSeries } from '@showrunner/metrics';
import type { Parts } from '../../parts.ts';
import type { FrameSink } from './frame-sink.ts';
import { createPace } from './slow-reader.ts';
import { isTrue, readIntervalMs } from './status-channel.ts';

/** A frame of whole samples must fit into memory, whatever is asked for. */
const mostRows = 5000;
const mostPoints = 10_000;

/** `/ws/metrics`: a first frame of the asked kind, then a snapshot each interval; clients share what is measured. */
export function createMetricsChannel(parts: Parts): { connect(sink: FrameSink, query: URLSearchParams): void } {
  const { metrics, platform } = parts;
  return {
    connect(sink, query) {
      const intervalMs = readIntervalMs(query);
      const pace = createPace();
      let open = true;
      const tick = async () => {
        const verdict = pace.next(sink.bufferedBytes, platform.clock.now());
        if (verdict === 'drop') return sink.close(1013, 'too slow');
        if (verdict === 'skip') return;
        const data = await metrics.snapshot(intervalMs / 2);
        if (open) sink.send(JSON.stringify({ type: 'snapshot', data }));
      };
      const begin = async () => {
        const first = await firstFrame(parts, query, intervalMs);
        if (first !== undefined && open) sink.send(JSON.stringify(first));
        await tick();
      };
      const failed = (error: unknown) => platform.logger.warn('metrics.sample-failed', { error: String(error) });
      const timer = setInterval(() => void tick().catch(failed), intervalMs);
      timer.unref();
      sink.onClose(() => {
        open = false;
        clearInterval(timer);
      });
      void begin().catch(failed); // told in the log; the next tick tries again
    },
  };
}

/** What a client has asked to see of the time before; nothing where it has not. */
async function firstFrame({ metrics, platform }: Parts, query: URLSearchParams, intervalMs: number) {
  const now = platform.clock.now();
  const range = {
    since: readNumber(query, 'history_since'),
    full: isTrue(query.get('history_full')),
    limit: Math.min(mostRows, Math.max(1, Math.trunc(readNumber(query, 'history_limit') ?? mostRows))),
  };
  if (isTrue(query.get('bootstrap'))) {
    const asked = {
      ...range,
      bucket_seconds: readNumber(query, 'history_bucket'),
      max_points: Math.min(mostPoints, Math.max(0, readNumber(query, 'history_points') ?? 600)),
    };
    const [snapshot, series] = await Promise.all([
      metrics.snapshot(intervalMs / 2),
      metrics.history().then((source) => readSeries(source, asked, now)),
    ]);
    return { type: 'bootstrap', snapshot, ...series };
  }
  if (!isTrue(query.get('history'))) return undefined;
  return { type: 'history', ...(await readHistory(await metrics.history(), range, now)) };
}

function readNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  const value = Number(text);
  return text === null || text.trim() === '' || !Number.isFinite(value) ? undefined : value;
}
