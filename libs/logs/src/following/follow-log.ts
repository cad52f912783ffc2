import type { LogSpec } from '@showrunner/catalog';
import type { Clock, FileChunk, FileFacts, Files } from '@showrunner/platform';
import type { LogRecord } from '../log-record.ts';
import { createLineParser } from '../parse-line.ts';
import { readLogRange } from '../reading/read-range.ts';
import { readLogEnd } from '../reading/read-tail.ts';
import { createLineSplitter, type LineSplitter } from '../split-lines.ts';
import { createPatience, skipLines } from './patience.ts';

/** Records for one reader. `missed`: how many lines were passed over before them because it was slow. */
export interface LogPiece {
  readonly records: readonly LogRecord[];
  readonly missed: number;
}

export interface FollowRequest {
  readonly files: Files;
  readonly clock: Clock;
  readonly path: string;
  readonly spec: Pick<LogSpec, 'patterns' | 'levels'>;
  /** Takes secrets out of a whole line, before anything is kept. */
  readonly redact: (line: string) => string;
  /** How many of the last records come first. */
  readonly tail: number;
  /**
   * Pieces come one after the other, the first one with the last records, however few. While one is being taken nothing
   * is read: a reader falls behind in the file, where it costs no memory, and only one that falls far behind misses lines.
   */
  readonly take: (piece: LogPiece) => Promise<void>;
}

/** So much of a log is read for its last records, and at once for what was rotated away from a reader. */
const historyBytes = 1024 * 1024;
/** So many records at most in one piece. */
const pieceRecords = 1_000;

/** The last records of a log, then every further one over all its rotations, until the signal says stop. */
export async function followLog(request: FollowRequest, signal: AbortSignal): Promise<void> {
  const { files, path } = request;
  const facts = await files.facts(path);
  const size = facts?.sizeBytes ?? 0;
  const follower = new Follower(request, signal);
  await follower.begin(facts);
  await files.follow(path, size, (chunk) => follower.take(chunk), signal);
}

/** Chunks to pieces. What was rotated away before it was read comes from the archives. */
class Follower {
  readonly #request: FollowRequest;
  readonly #signal: AbortSignal;
  readonly #parse: ReturnType<typeof createLineParser>;
  readonly #splitter: LineSplitter = createLineSplitter();
  readonly #patience: ReturnType<typeof createPatience>;
  #sequence = 0;
  #missed = 0;
  /** The line that is under way began before us. */
  #midLine = false;
  #fileId: string | undefined;
  #offset = 0;

  constructor(request: FollowRequest, signal: AbortSignal) {
    this.#request = request;
    this.#signal = signal;
    this.#parse = createLineParser(request.spec);
    this.#patience = createPatience(request.clock);
  }

  async begin(facts: FileFacts | undefined): Promise<void> {
    const { files, path, tail } = this.#request;
    const size = facts?.sizeBytes ?? 0;
    // Without a wish for history, the last byte says whether a line is under way.
    const { bytes, whole } = await readLogEnd(files, path, tail === 0 ? 1 : historyBytes, facts);
    this.#fileId = facts?.id;
    this.#offset = size;
    this.#midLine = !whole;
    const lines = this.#lines(bytes);
    const wanted = tail === 0 ? [] : lines.slice(-tail);
    await this.#request.take({ records: wanted.map((line) => this.#toRecord(line)), missed: 0 });
  }

  async take(chunk: FileChunk): Promise<void> {
    const { fileId, offset, bytes, behindBytes } = chunk;
    const rest = await this.#catchUp(fileId, offset);
    this.#fileId = fileId;
    this.#offset = offset + bytes.length;
    if (this.#patience.isSpent(behindBytes)) return this.#skip(rest.length, bytes);
    await this.#give(rest);
    await this.#give(this.#lines(bytes));
  }

  /** Counts lines without looking at them. The one that is under way at the end is kept. */
  #skip(before: number, bytes: Uint8Array): void {
    const { lines, rest } = skipLines(bytes);
    // The end of a line that began before us is no line of its own.
    const passed = before + lines - (lines > 0 && this.#midLine ? 1 : 0);
    this.#missed += passed;
    this.#sequence += passed;
    if (lines > 0) this.#splitter.flush();
    if (lines > 0) this.#midLine = false;
    this.#splitter.push(rest);
  }

  /** What lies between the last chunk and this one: archived bytes of the same file, or the end of another one. */
  async #catchUp(fileId: string, offset: number): Promise<readonly string[]> {
    if (this.#fileId === undefined || (fileId === this.#fileId && offset === this.#offset)) return [];
    if (fileId === this.#fileId && offset > this.#offset) return await this.#readGap(fileId, offset);
    // Another file, or the same one cut short: the line that was under way will not go on.
    const last = this.#splitter.flush();
    const lines = last === undefined || this.#midLine ? [] : [last];
    this.#midLine = false;
    return lines;
  }

  async #readGap(fileId: string, to: number): Promise<readonly string[]> {
    const { files, path } = this.#request;
    const facts = await files.facts(path);
    while (facts?.id === fileId && this.#offset < to && !this.#signal.aborted) {
      const wanted = { from: this.#offset, to: Math.min(to, this.#offset + historyBytes) };
      const { from, bytes } = await readLogRange(files, path, facts, wanted);
      // Deleted with an archive: nobody can say how many lines that were.
      if (from > this.#offset) this.#passOver();
      this.#offset = wanted.to;
      await this.#give(this.#lines(bytes));
    }
    return [];
  }

  #passOver(): void {
    this.#splitter.flush();
    this.#midLine = false;
    this.#missed += 1;
    this.#sequence += 1;
  }

  #lines(bytes: Uint8Array): readonly string[] {
    const lines = this.#splitter.push(bytes);
    if (!this.#midLine || lines.length === 0) return lines;
    this.#midLine = false;
    return lines.slice(1);
  }

  async #give(lines: readonly string[]): Promise<void> {
    for (let at = 0; at < lines.length && !this.#signal.aborted; at += pieceRecords) {
      const records = lines.slice(at, at + pieceRecords).map((line) => this.#toRecord(line));
      const missed = this.#missed;
      this.#missed = 0;
      await this.#patience.during(this.#request.take({ records, missed }));
    }
  }

  #toRecord(line: string): LogRecord {
    this.#sequence += 1;
    const { level, message, raw } = this.#parse(this.#request.redact(line));
    return { sequence: this.#sequence, at: this.#request.clock.now(), level, message, raw };
  }
}
