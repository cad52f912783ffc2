import { toMetricsSnapshot } from '@showrunner/metrics';
import type { Parts } from '../../parts.ts';
import type { FrameSink } from './frame-sink.ts';
import { createPace } from './slow-reader.ts';
import { isTrue, readIntervalMs } from './status-channel.ts';

const noSeries = {
  items: [],
  series: {
    cpu: [],
    mem: [],
    disk: [],
    inode: [],
    disk_read_rate: [],
    disk_write_rate: [],
    net_sent_rate: [],
    net_recv_rate: [],
    filesystems: {},
    network_interfaces: {},
  },
  timestamps: [],
  truncated: false,
  stats: null,
};

/** `/ws/metrics`: a first frame of the asked kind, then a snapshot each interval; clients share what is measured. */
export function createMetricsChannel(parts: Parts): { connect(sink: FrameSink, query: URLSearchParams): void } {
  const { sampler, platform } = parts;
  return {
    connect(sink, query) {
      const intervalMs = readIntervalMs(query);
      const pace = createPace();
      let open = true;
      const snapshot = async () => toMetricsSnapshot(await sampler.sample(intervalMs / 2));
      const tick = async () => {
        const verdict = pace.next(sink.bufferedBytes, platform.clock.now());
        if (verdict === 'drop') return sink.close(1013, 'too slow');
        if (verdict === 'skip') return;
        const data = await snapshot();
        if (open) sink.send(JSON.stringify({ type: 'snapshot', data }));
      };
      const begin = async () => {
        // History is not kept yet: the first frame says so by being empty.
        if (isTrue(query.get('bootstrap'))) {
          const bucket = Math.max(5, Number(query.get('history_bucket')) || 36);
          sink.send(
            JSON.stringify({ type: 'bootstrap', snapshot: await snapshot(), ...noSeries, bucket_seconds: bucket }),
          );
        } else if (isTrue(query.get('history'))) {
          sink.send(JSON.stringify({ type: 'history', items: [], truncated: false }));
        }
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
