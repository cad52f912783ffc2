import type { LogRecordView } from '@showrunner/contracts';
import { toCommonLine } from '../../own-log/common-line.ts';
import type { Parts } from '../../parts.ts';

/** Records of all processes and of ourselves together, followed only while somebody listens. */
export interface LogHub {
  /** Calls back with every new line in the common format; the answer ends it. */
  listen(onLines: (lines: readonly string[]) => void): () => void;
  close(): void;
}

/** Follows the logs of everything that runs, for the common log of the original. */
export function createLogHub(parts: Parts): LogHub {
  const { reader, logs, ownLog, platform } = parts;
  const listeners = new Set<(lines: readonly string[]) => void>();
  const following = new Map<string, AbortController>();
  let unsubscribe: (() => void) | undefined;
  const tell = (lines: readonly string[]) => {
    for (const listener of [...listeners]) listener(lines);
  };

  const follow = (processName: string) => {
    const abort = new AbortController();
    following.set(processName, abort);
    const take = ({ records }: { records: readonly LogRecordView[] }) => {
      tell(records.map((record) => toSubprocessLine(processName, record)));
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
        const ends = [reader.onChange(followAll), ownLog.listen((line) => tell([line]))];
        unsubscribe = () => ends.forEach((end) => end());
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

/** Output of a program in the common format: `Nov  1, 2026 23:37:32 - INFO - Zilean subprocess: text`. */
function toSubprocessLine(processName: string, { at, level, message }: LogRecordView): string {
  return toCommonLine(at ?? 0, level, `${processName} subprocess: ${message}`);
}
