import type { LogRecord, ParsedLine } from './log-record.ts';

/** The last records of a stream, in a fixed amount of memory. */
export interface LogRing {
  /** Sequence of the newest record; 0 before the first. */
  readonly newest: number;
  /** Sequence of the oldest record that is kept; `newest + 1` where there is none. */
  readonly oldest: number;
  add(line: ParsedLine, at: number): void;
  /** Records from this sequence on, at most `limit`. */
  from(sequence: number, limit: number): readonly LogRecord[];
}

/** Makes a ring for so many records. */
export function createLogRing(capacity: number): LogRing {
  const records: (LogRecord | undefined)[] = [];
  let newest = 0;
  const oldest = () => Math.max(1, newest - capacity + 1);
  return {
    get newest() {
      return newest;
    },
    get oldest() {
      return oldest();
    },
    add(line, at) {
      newest += 1;
      records[newest % capacity] = { ...line, sequence: newest, at };
    },
    from(sequence, limit) {
      const first = Math.max(sequence, oldest());
      const count = Math.max(0, Math.min(limit, newest - first + 1));
      return Array.from({ length: count }, (_, index) => records[(first + index) % capacity]).filter(
        (record) => record !== undefined,
      );
    },
  };
}
