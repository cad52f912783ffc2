import type { LogRecordView } from '@showrunner/contracts';
import { createLineParser, createLineSplitter } from '@showrunner/logs';
import type { Clock, FileChunk, Files } from '@showrunner/platform';

/** Records for one reader. `missed`: how many were lost because it was slow. */
export interface LogPiece {
  readonly records: readonly LogRecordView[];
  readonly missed: number;
}

export interface FollowRequest {
  readonly files: Files;
  readonly clock: Clock;
  readonly path: string;
  readonly spec: Parameters<typeof createLineParser>[0];
  readonly redact: (line: string) => string;
  /** How many of the last records come first. */
  readonly tail: number;
  /** Pieces come one after the other; what grows meanwhile waits, up to a bound. */
  readonly take: (piece: LogPiece) => Promise<void>;
}

/** So much of the file is read for its last records. */
const historyBytes = 1024 * 1024;
/** So many records wait for a reader that is busy; older ones are counted as missed. */
const mostWaiting = 2_000;

/** The last records of a file, then every further one, until the signal says stop. */
export async function followLog(request: FollowRequest, signal: AbortSignal): Promise<void> {
  const { files, clock, path, redact } = request;
  const parse = createLineParser(request.spec);
  const splitter = createLineSplitter();
  const queue = createQueue(request.take, signal);
  let sequence = 0;
  const toRecord = (line: string): LogRecordView => {
    const { level, message, raw } = parse(redact(line));
    sequence += 1;
    return { sequence, at: clock.now(), level, message, raw };
  };

  const size = (await files.facts(path))?.sizeBytes ?? 0;
  const start = Math.max(0, size - historyBytes);
  const known = size === 0 ? [] : splitter.push(await files.readRange(path, start, size - start));
  // The first line of a part of a file is likely to be half a line.
  const whole = start === 0 ? known : known.slice(1);
  queue.add(request.tail === 0 ? [] : whole.slice(-request.tail).map(toRecord));

  let at: { fileId: string | undefined; offset: number } = { fileId: undefined, offset: size };
  const onChunk = ({ fileId, offset, bytes }: FileChunk) => {
    // Another file, or the same one cut short: the line that was under way will not go on.
    const goesOn = offset === at.offset && (at.fileId === undefined || at.fileId === fileId);
    const rest = goesOn ? undefined : splitter.flush();
    at = { fileId, offset: offset + bytes.length };
    queue.add([...(rest === undefined ? [] : [rest]), ...splitter.push(bytes)].map(toRecord));
  };
  await Promise.race([files.follow(path, size, onChunk, signal), queue.failed]);
}

/** Hands records over in pieces, one at a time. */
function createQueue(take: FollowRequest['take'], signal: AbortSignal) {
  let waiting: LogRecordView[] = [];
  let missed = 0;
  let busy = false;
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined); // it is raced with what goes on meanwhile

  const drain = async () => {
    busy = true;
    while (waiting.length > 0 && !signal.aborted) {
      const piece = { records: waiting, missed };
      waiting = [];
      missed = 0;
      await take(piece);
    }
    busy = false;
  };
  return {
    failed,
    add(records: readonly LogRecordView[]) {
      waiting.push(...records);
      const over = waiting.length - mostWaiting;
      if (over > 0) {
        missed += over;
        waiting = waiting.slice(over);
      }
      if (!busy) drain().catch(fail);
    },
  };
}
