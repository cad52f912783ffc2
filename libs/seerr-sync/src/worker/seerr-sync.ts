import type { Clock, Files, Logger, Network } from '@showrunner/platform';
import { type CycleParts, type CyclePreview, type CycleReport, previewCycle, runCycle } from '../cycle/run-cycle.ts';
import { createSeerrClient, SeerrError } from '../seerr/client.ts';
import { isAddress, type SyncSettings } from '../settings.ts';
import { type Failure, splitPair, toMoment } from '../state/book.ts';
import { showState } from '../state/state-file.ts';
import { openStore } from '../state/store.ts';

export interface SeerrSyncParts {
  readonly files: Files;
  readonly http: Network['http'];
  readonly clock: Clock;
  readonly logger: Logger;
  /** Asked anew for each cycle. */
  settings(): SyncSettings;
  /** Real path of `seerr_sync_state.json`. */
  readonly path: string;
}

export interface SyncStatus {
  readonly state: 'disabled' | 'initializing' | 'active' | 'paused' | 'error';
  readonly isRunning: boolean;
  readonly intervalMs: number;
  /** ISO 8601, UTC. */
  readonly lastPoll: string | undefined;
  readonly nextPoll: string | undefined;
  readonly tracked: number;
  readonly failed: number;
  /** Titles whose removal waits for `confirmRemovals`. */
  readonly held: number;
  readonly subordinates: ReadonlyMap<
    string,
    { readonly synced: number; readonly failed: number; readonly error?: string }
  >;
  readonly errors: readonly string[];
}

/** Copies requests from one Seerr to others, again and again, while the document says so. */
export interface SeerrSync {
  status(): SyncStatus;
  failures(): readonly (Failure & { readonly fingerprint: string; readonly subordinate: string })[];
  /** The state file's content. */
  state(): Readonly<Record<string, unknown>>;
  /** Forgets what failed, so that it is tried again with the next cycle. Answers how much. */
  clearFailures(fingerprint?: string): Promise<number>;
  /**
   * Tries an address and a key, with calls that need both.
   * @throws SeerrError saying what is wrong
   */
  test(url: string, key: string): Promise<Readonly<Record<string, unknown>>>;
  preview(): Promise<CyclePreview>;
  /** Polls now, and answers when that has ended. */
  runNow(): Promise<void>;
  pause(isPaused: boolean): Promise<void>;
  /** Lets the removals happen that were held back. */
  confirmRemovals(): Promise<void>;
  /** The document has changed. */
  reconsider(): void;
  close(): Promise<void>;
}

const idleMs = 60_000;
/** Bits of Seerr's permissions: administrator, may manage requests. */
const managing = 2 | 16;

/** Opens the state and begins. @throws Problem where the state file cannot be read or moved */
export async function createSeerrSync(parts: SeerrSyncParts): Promise<SeerrSync> {
  const { clock, logger } = parts;
  const store = await openStore(parts, parts.path, clock.now());
  const { book } = store;
  const closing = new AbortController();
  let report: CycleReport | undefined;
  let running: { readonly done: Promise<void>; readonly abort: AbortController } | undefined;
  let isConfirmed = false;
  let nextPollAt: number | undefined;
  let wake: () => void = () => undefined;

  const cycleParts = (signal: AbortSignal): CycleParts => ({
    ...parts,
    settings: parts.settings(),
    store,
    isConfirmed,
    signal,
  });
  const isIdle = (): boolean => {
    const { enabled, errors } = parts.settings();
    return !enabled || errors.length > 0 || book.paused;
  };

  const cycle = async (signal: AbortSignal): Promise<void> => {
    try {
      const before = report;
      report = await runCycle(cycleParts(signal));
      if (report.held === 0) isConfirmed = false;
      tellChanges(logger, before, report);
    } catch (error) {
      if (signal.aborted) return;
      report = { held: 0, error: 'Something unexpected happened; the log says what.', silent: new Map() };
      logger.error('seerr-sync.failed', { error: error instanceof Error ? error.message : String(error) });
    }
  };
  const run = (): Promise<void> => {
    if (running !== undefined) return running.done;
    const abort = new AbortController();
    const done = cycle(AbortSignal.any([abort.signal, closing.signal])).finally(() => (running = undefined));
    running = { done, abort };
    return done;
  };
  const loop = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      if (!isIdle()) await run();
      const waitMs = isIdle() ? idleMs : parts.settings().intervalMs;
      nextPollAt = isIdle() ? undefined : clock.now() + waitMs;
      await new Promise<void>((resolve) => {
        const cancel = clock.after(waitMs, resolve);
        wake = () => {
          cancel();
          resolve();
        };
      });
    }
  };
  const looping = loop();

  return {
    status: () => toStatus(),
    failures: () =>
      [...book.failures].map(([pair, failure]) => {
        const { fingerprint, label } = splitPair(pair);
        return { ...failure, fingerprint, subordinate: label };
      }),
    state: () => showState(book),
    async clearFailures(fingerprint) {
      const pairs = [...book.failures.keys()].filter(
        (pair) => fingerprint === undefined || splitPair(pair).fingerprint === fingerprint,
      );
      for (const pair of pairs) book.failures.delete(pair);
      if (pairs.length > 0) await store.save();
      return pairs.length;
    },
    test: (url, key) => testServer(parts.http, url, key),
    preview: () => previewCycle(cycleParts(closing.signal)),
    async runNow() {
      if (!isIdle()) await run();
    },
    async pause(isPaused) {
      book.paused = isPaused;
      if (isPaused) running?.abort.abort();
      await store.save();
      wake();
    },
    async confirmRemovals() {
      isConfirmed = true;
      if (!isIdle()) await run();
    },
    reconsider() {
      if (isIdle()) running?.abort.abort();
      wake();
    },
    async close() {
      closing.abort();
      wake();
      await running?.done;
      await looping;
    },
  };

  function toStatus(): SyncStatus {
    const { enabled, errors, intervalMs, subordinates } = parts.settings();
    const all = [...errors, ...(report?.error === undefined ? [] : [report.error])];
    const state = !enabled
      ? 'disabled'
      : all.length > 0
        ? 'error'
        : book.paused
          ? 'paused'
          : book.lastPollAt === undefined
            ? 'initializing'
            : 'active';
    return {
      state,
      isRunning: running !== undefined,
      intervalMs,
      lastPoll: book.lastPollAt,
      nextPoll: nextPollAt === undefined ? undefined : toMoment(nextPollAt),
      tracked: book.tracked.size,
      failed: book.failures.size,
      held: report?.held ?? 0,
      subordinates: countBySubordinate(subordinates.map(({ label }) => label)),
      errors: enabled ? all : [],
    };
  }

  function countBySubordinate(labels: readonly string[]): SyncStatus['subordinates'] {
    const counts = new Map(labels.map((label) => [label, { synced: 0, failed: 0 }]));
    const countOf = (label: string) => {
      const count = counts.get(label) ?? { synced: 0, failed: 0 };
      counts.set(label, count);
      return count;
    };
    for (const { copies } of book.tracked.values()) for (const label of copies.keys()) countOf(label).synced += 1;
    for (const pair of book.failures.keys()) countOf(splitPair(pair).label).failed += 1;
    return new Map(
      [...counts].map(([label, count]) => {
        const error = report?.silent.get(label);
        return [label, { ...count, ...(error === undefined ? {} : { error }) }];
      }),
    );
  }
}

async function testServer(http: Network['http'], url: string, key: string): Promise<Readonly<Record<string, unknown>>> {
  if (url.trim() === '' || key === '') throw new SeerrError('Give an address and an API key.');
  if (!isAddress(url.trim()))
    throw new SeerrError('The address must begin with http:// or https:// and hold no password.');
  const client = createSeerrClient(http, { url: url.trim(), key });
  const status = await client.status();
  const permissions = await client.permissions().catch((error: unknown) => {
    const isRefused = error instanceof SeerrError && (error.status === 401 || error.status === 403);
    throw isRefused ? new SeerrError('The server is there, but it refuses the API key.', error.status) : error;
  });
  if ((permissions & managing) === 0)
    throw new SeerrError('The key belongs to a user who may not manage requests. Use the key of Settings → General.');
  return status;
}

/** What is new since the last cycle; what stays as it was is not said again. */
function tellChanges(logger: Logger, before: CycleReport | undefined, now: CycleReport): void {
  if (now.error !== undefined && now.error !== before?.error) logger.warn('seerr-sync.primary', { error: now.error });
  if (now.held > 0 && now.held !== before?.held) logger.warn('seerr-sync.removals-held', { titles: now.held });
  for (const [subordinate, error] of now.silent)
    if (before?.silent.get(subordinate) !== error) logger.warn('seerr-sync.subordinate', { subordinate, error });
}
