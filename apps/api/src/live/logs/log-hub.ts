import type { LogRecordView } from '@showrunner/contracts';
import type { Parts } from '../../parts.ts';

/** Records of all processes together, followed only while somebody listens. */
export interface LogHub {
  /** Calls back with every new line in the common format; the answer ends it. */
  listen(onLines: (lines: readonly string[]) => void): () => void;
  close(): void;
}

/** Follows the logs of everything that runs, for the common log of the original. */
export function createLogHub(parts: Parts): LogHub {
  const { reader, logs, platform } = parts;
  const listeners = new Set<(lines: readonly string[]) => void>();
  const following = new Map<string, AbortController>();
  let unsubscribe: (() => void) | undefined;

  const follow = (processName: string) => {
    const abort = new AbortController();
    following.set(processName, abort);
    const take = ({ records }: { records: readonly LogRecordView[] }) => {
      const lines = records.map((record) => toCommonLine(processName, record));
      for (const listener of [...listeners]) listener(lines);
      return Promise.resolve();
    };
    logs.follow(processName, 0, take, abort.signal).then(
      // A process that has no file yet is tried again with the next change.
      () => following.delete(processName),
      (error: unknown) => {
        following.delete(processName);
        platform.logger.warn('logs.follow-failed', { processName, error: String(error) });
      },
    );
  };
  const followAll = () => {
    const silent = new Set(
      reader
        .entries()
        .filter(({ config }) => config['suppress_logging'] === true)
        .map(({ processName }) => processName),
    );
    for (const { processName, status } of reader.services()) {
      if (status.pid !== undefined && !following.has(processName) && !silent.has(processName)) follow(processName);
    }
  };
  const stop = () => {
    unsubscribe?.();
    unsubscribe = undefined;
    for (const abort of following.values()) abort.abort(new Error('Nobody listens any more'));
    following.clear();
  };

  return {
    listen(onLines) {
      listeners.add(onLines);
      if (unsubscribe === undefined) {
        unsubscribe = reader.onChange(followAll);
        followAll();
      }
      return () => {
        listeners.delete(onLines);
        if (listeners.size === 0) stop();
      };
    },
    close: stop,
  };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A record in the format that clients of the original parse: `Nov  1, 2026 23:37:32 - INFO - Zilean subprocess: text`. */
export function toCommonLine(processName: string, { at, level, message }: LogRecordView): string {
  const date = new Date(at ?? 0);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = String(date.getDate()).padStart(2, ' ');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${months[date.getMonth()]} ${day}, ${date.getFullYear()} ${time} - ${level} - ${processName} subprocess: ${message}`;
}
