import type { Clock, FileChunk, Files } from '@showrunner/platform';
import type { LogSpec } from '@showrunner/catalog';
import type { LogRecord } from './log-record.ts';
import { createLogRing } from './log-ring.ts';
import { createLineParser } from './parse-line.ts';
import { createLineSplitter } from './split-lines.ts';

/** A piece of a stream for one reader. `missed`: records that were overwritten before this reader came for them. */
export interface LogBatch {
  readonly records: readonly LogRecord[];
  readonly missed: number;
}

/** One reader of a stream. It comes for its records; nobody waits for it. */
export interface LogSubscription {
  /** Resolves as soon as there is something. Rejects with the signal's reason. */
  next(signal: AbortSignal): Promise<LogBatch>;
}

/** A followed log file with its last records. */
export interface LogStream {
  /** The last records, oldest first. */
  snapshot(limit: number): readonly LogRecord[];
  /** A reader that begins with the last `tail` records and follows; nothing comes twice, nothing is left out unsaid. */
  subscribe(tail: number): LogSubscription;
  /** Ends following. Readers that wait get the batch that is left, then their signal decides. */
  close(): Promise<void>;
}

export interface LogStreamOptions {
  readonly files: Files;
  readonly clock: Clock;
  readonly path: string;
  readonly spec: Pick<LogSpec, 'patterns' | 'levels'>;
  /** Takes secrets out of a whole line, before anything is kept. */
  readonly redact: (line: string) => string;
  /** How many records are kept; a reader that falls behind by more is told what it missed. */
  readonly capacity?: number;
  onError(error: unknown): void;
}

const defaultCapacity = 2_000;
/** So much of an existing file is read at the opening. */
const historyBytes = 512 * 1024;
/** So many records at most in one batch. */
const batchRecords = 500;

/** Follows a log file. The caller closes it. */
export async function openLogStream(options: LogStreamOptions): Promise<LogStream> {
  const { files, clock, path, redact } = options;
  const ring = createLogRing(options.capacity ?? defaultCapacity);
  const parse = createLineParser(options.spec);
  const growth = createBell();
  const stop = new AbortController();

  const sizeBytes = (await files.facts(path))?.sizeBytes ?? 0;
  const start = Math.max(0, sizeBytes - historyBytes);
  const reader = createChunkReader(start > 0, (line) => ring.add(parse(redact(line)), clock.now()));
  const onChunk = (chunk: FileChunk) => {
    reader(chunk);
    growth.ring();
  };
  const following = files.follow(path, start, onChunk, stop.signal).catch((error: unknown) => {
    if (!stop.signal.aborted) options.onError(error);
  });

  return {
    snapshot: (limit) => ring.from(ring.newest - limit + 1, limit),
    subscribe(tail) {
      let cursor = Math.max(ring.oldest, ring.newest - tail + 1);
      return {
        async next(signal) {
          while (cursor > ring.newest) await growth.wait(signal);
          const missed = Math.max(0, ring.oldest - cursor);
          const records = ring.from(cursor, batchRecords);
          cursor = Math.max(cursor, ring.oldest) + records.length;
          return { records, missed };
        },
      };
    },
    async close() {
      stop.abort(new Error('The log stream was closed'));
      await following;
    },
  };
}

/** Wakes everybody who waits. */
function createBell(): { ring(): void; wait(signal: AbortSignal): Promise<void> } {
  const waiting = new Set<() => void>();
  return {
    ring() {
      const wakes = [...waiting];
      waiting.clear();
      wakes.forEach((wake) => wake());
    },
    wait: (signal) =>
      new Promise((resolve, reject) => {
        const give = () => {
          waiting.delete(wake);
          reject(signal.reason as Error); // whatever the reader aborts with is what it gets
        };
        const wake = () => {
          signal.removeEventListener('abort', give);
          resolve();
        };
        if (signal.aborted) return give();
        waiting.add(wake);
        signal.addEventListener('abort', give, { once: true });
      }),
  };
}

/** Chunks to lines. A gap or another file ends the line that was under way; `midLine` drops the first piece. */
function createChunkReader(midLine: boolean, onLine: (line: string) => void): (chunk: FileChunk) => void {
  const splitter = createLineSplitter();
  let skipFirst = midLine;
  let fileId: string | undefined;
  let expected: number | undefined;
  return (chunk) => {
    if (expected !== undefined && (chunk.fileId !== fileId || chunk.offset !== expected)) {
      const last = splitter.flush();
      if (last !== undefined && !skipFirst) onLine(last);
      skipFirst = false;
    }
    fileId = chunk.fileId;
    expected = chunk.offset + chunk.bytes.length;
    for (const line of splitter.push(chunk.bytes)) {
      if (!skipFirst) onLine(line);
      skipFirst = false;
    }
  };
}
