import { toProblem } from '@showrunner/contracts';
import type { Clock, FileFacts, Files, Logger } from '@showrunner/platform';
import { rotateAtRest } from './rotate-at-rest.ts';
import { rotateLog, type RotationOutcome } from './rotate-log.ts';
import type { RotationLimits } from './rotation-limits.ts';

export interface RotatorParts {
  readonly files: Files;
  readonly clock: Clock;
  readonly logger: Logger;
  limits(): RotationLimits;
  /** Files that running programs write to. */
  outputs(): readonly string[];
  /** Told when there is something that a person should know of a log, and when there no longer is. */
  onNote?(path: string, sentence: string | undefined): void;
}

/** Keeps the logs of running programs within their limits. */
export interface LogRotator {
  /** Comes before a start, while nobody writes to the file: rotates it where that can only be done now. */
  beforeStart(path: string): Promise<void>;
  /** What a person should know of a log, as a sentence. */
  noteOf(path: string): string | undefined;
  /** Ends looking. Resolves when nothing goes on any more. */
  close(): Promise<void>;
}

/** A file that grows is looked at so often; one that rests less and less often, down to the second figure. */
const shortestLookMs = 5_000;
const longestLookMs = 60_000;
/** Age and remains are looked after so often, the first time spread over a while. */
const tidyMs = 3_600_000;
const firstTidyMs = 600_000;
/** Beyond this a start begins a new file, although holes would do: offsets stay handy, and tools that copy it too. */
const hugeBytes = 2 ** 30;

interface Known {
  id: string | undefined;
  sizeBytes: number;
  coveredBytes: number;
  lookMs: number;
  lookAt: number;
  tidyAt: number;
}

/** Starts looking after the logs. The caller closes it. */
export function createLogRotator(parts: RotatorParts): LogRotator {
  const rotator = new Rotator(parts);
  rotator.start();
  return rotator;
}

class Rotator implements LogRotator {
  readonly #parts: RotatorParts;
  readonly #known = new Map<string, Known>();
  readonly #notes = new Map<string, string>();
  readonly #life = new AbortController();
  #busy: string | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(parts: RotatorParts) {
    this.#parts = parts;
  }

  start(): void {
    const { clock, logger } = this.#parts;
    const { signal } = this.#life;
    const look = async (): Promise<void> => {
      while (!signal.aborted) {
        await clock.sleep(shortestLookMs, signal);
        await this.#look();
      }
    };
    this.#looking = look().catch((error: unknown) => {
      if (!signal.aborted) logger.error('logs.rotator-broken', { message: toProblem(error).message });
    });
  }

  async beforeStart(path: string): Promise<void> {
    const { files, clock } = this.#parts;
    this.#clear(path);
    const known = this.#known.get(path);
    // The next look takes whatever stands there then for the file of the new run.
    if (known !== undefined) Object.assign(known, { id: undefined, coveredBytes: 0, lookAt: clock.now() });
    if (this.#busy === path) return;
    try {
      const { sizeBytes } = (await files.facts(path)) ?? { sizeBytes: 0 };
      const limit = this.#parts.limits().sizeBytes;
      if (limit === 0 || sizeBytes < limit) return;
      const mayCut = sizeBytes < hugeBytes && (await files.canPunch(path.slice(0, path.lastIndexOf('/')) || '/'));
      if (mayCut || !(await rotateAtRest(files, path)) || known === undefined) return;
      known.tidyAt = clock.now();
    } catch (error) {
      this.#note(path, `This log could not be rotated: ${toProblem(error).message}`);
    }
  }

  noteOf(path: string): string | undefined {
    return this.#notes.get(path);
  }

  async close(): Promise<void> {
    this.#life.abort(new Error('The rotator was closed'));
    await this.#looking;
  }

  async #look(): Promise<void> {
    const outputs = this.#parts.outputs();
    const current = new Set(outputs);
    for (const path of this.#known.keys()) if (!current.has(path)) this.#forget(path);
    for (const [index, path] of outputs.entries()) {
      if (this.#life.signal.aborted) return;
      const now = this.#parts.clock.now();
      const known = this.#knownOf(path, now, index);
      if (now < known.lookAt) continue;
      try {
        await this.#lookAt(path, known, now);
      } catch (error) {
        this.#note(path, `This log could not be rotated: ${toProblem(error).message}`);
      }
      known.lookAt = this.#parts.clock.now() + known.lookMs;
    }
  }

  #knownOf(path: string, now: number, index: number): Known {
    const known = this.#known.get(path) ?? {
      id: undefined,
      sizeBytes: 0,
      coveredBytes: 0,
      lookMs: shortestLookMs,
      lookAt: now,
      tidyAt: now + ((index * 1_000) % firstTidyMs),
    };
    this.#known.set(path, known);
    return known;
  }

  #forget(path: string): void {
    this.#known.delete(path);
    this.#clear(path);
  }

  async #lookAt(path: string, known: Known, now: number): Promise<void> {
    const facts = await this.#parts.files.facts(path);
    if (facts === undefined || (known.id !== undefined && facts.id !== known.id)) {
      return this.#note(path, facts === undefined ? removedSentence : replacedSentence);
    }
    this.#noteGrowth(known, facts);
    const limits = this.#parts.limits();
    const grown = limits.sizeBytes > 0 && facts.sizeBytes - known.coveredBytes > limits.sizeBytes;
    if (!grown && now < known.tidyAt) return;
    this.#busy = path;
    try {
      const outcome = await rotateLog({ files: this.#parts.files, path, limits, now });
      known.tidyAt = now + tidyMs;
      known.coveredBytes = outcome.coveredBytes;
      this.#tell(path, outcome);
    } finally {
      this.#busy = undefined;
    }
  }

  #noteGrowth(known: Known, facts: FileFacts): void {
    const rests = facts.sizeBytes === known.sizeBytes;
    known.lookMs = rests ? Math.min(known.lookMs * 2, longestLookMs) : shortestLookMs;
    // A file that shrank was emptied by somebody else.
    if (facts.sizeBytes < known.coveredBytes) known.coveredBytes = 0;
    known.id = facts.id;
    known.sizeBytes = facts.sizeBytes;
  }

  #tell(path: string, { kind, droppedBytes }: RotationOutcome): void {
    if (droppedBytes > 0) this.#parts.logger.warn('logs.dropped', { path, droppedBytes });
    if (kind === 'at-rest-only') return this.#note(path, atRestSentence);
    if (kind === 'no-line-end') return this.#note(path, noLineEndSentence);
    this.#clear(path);
  }

  #clear(path: string): void {
    if (this.#notes.delete(path)) this.#parts.onNote?.(path, undefined);
  }

  /** Says it once. */
  #note(path: string, sentence: string): void {
    if (this.#notes.get(path) === sentence) return;
    this.#notes.set(path, sentence);
    this.#parts.onNote?.(path, sentence);
    this.#parts.logger.warn('logs.impaired', { path, message: sentence });
  }
}

const atRestSentence =
  'The file system of this log cannot give back parts of a file, so it is rotated before the next start of the program. Restart it to rotate the log now.';
const noLineEndSentence = 'This log has grown without the end of a line, and is only cut at one.';
const removedSentence =
  'The log file was removed while the program writes to it: what it puts out cannot be seen. Restart the program to give it a new one.';
const replacedSentence =
  'Another file has taken the place of this log while the program writes to the old one: what it puts out cannot be seen. Restart the program to give it a new one.';
