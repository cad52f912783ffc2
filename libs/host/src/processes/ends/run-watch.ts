import type { ProcessExit, SpawnedProcess } from '@showrunner/platform';
import type { Cgroups } from '../../cgroups/create-cgroups.ts';
import { watchRecord } from '../../keeper/watch-record.ts';
import { isSameAndAlive } from '../identity.ts';
import { readExit, unwrittenExit } from './recover.ts';

/** A keeper that has noted the end is gone a moment later, and is waited for so long: then it is no member any more. */
const farewellMs = 200;
/** Within the first of it that is a matter of microseconds, so it is looked for with every turn of the event loop. */
const closeMs = 1;
/** Pauses of one that looks again and again, because an end is near. */
const firstPauseMs = 1;
const longestPauseMs = 250;
/** Where the kernel cannot tell of changes. */
const blindMs = 1_000;

/** A run, and what else knows how it ended. */
interface WatchedRun {
  readonly process: SpawnedProcess;
  readonly exitFile: string;
  readonly cgroups: Cgroups;
}

/** Watches one run until it has ended. It is told of the record by the kernel, and asked to look by whoever has a reason. */
export class RunWatch {
  readonly process: SpawnedProcess;
  readonly #exitFile: string;
  readonly #cgroups: Cgroups;
  readonly #onEnd: (exit: ProcessExit) => void;
  readonly #stopWatching: () => void;
  #timer: NodeJS.Timeout | undefined;
  #pause = firstPauseMs;
  #farewell: number | undefined;
  #near = false;
  #over = false;

  constructor({ process, exitFile, cgroups }: WatchedRun, onEnd: (exit: ProcessExit) => void) {
    this.process = process;
    this.#exitFile = exitFile;
    this.#cgroups = cgroups;
    this.#onEnd = onEnd;
    this.#stopWatching = watchRecord(exitFile, () => this.look(), blindMs);
  }

  look(): void {
    if (this.#over) return;
    const exit = this.#exit();
    if (exit !== undefined) {
      this.stop();
      this.#onEnd(exit);
    } else if (this.#farewell !== undefined) this.#lookForDeparture(this.#farewell);
    else if (this.#near) this.#lookAgain((this.#pause = Math.min(this.#pause * 2, longestPauseMs)));
  }

  /** Its end is near and may be one that nobody can note. */
  expectEnd(): void {
    this.#near = true;
    this.#pause = firstPauseMs;
    this.look();
  }

  stop(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#stopWatching();
  }

  #exit(): ProcessExit | undefined {
    const { group, identity } = this.process;
    const keeperLives = isSameAndAlive(group);
    const exit = readExit(this.#exitFile, this.#cgroups); // after the look at the keeper: what it has written, it has written by then
    if (exit === undefined) {
      return keeperLives || isSameAndAlive(identity) ? undefined : unwrittenExit(this.process, this.#cgroups);
    }
    this.#farewell ??= performance.now() + farewellMs;
    return keeperLives && performance.now() < this.#farewell ? undefined : exit;
  }

  #lookForDeparture(until: number): void {
    if (until - performance.now() < farewellMs - closeMs) this.#lookAgain(firstPauseMs);
    else setImmediate(() => this.look());
  }

  #lookAgain(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.look(), ms).unref();
  }
}
