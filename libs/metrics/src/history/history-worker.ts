import type { Clock, Files, Logger } from '@showrunner/platform';
import type { HistoryStore } from './history-store.ts';
import { importJsonl } from './import-jsonl.ts';
import { mergeMinutes } from './merge-minutes.ts';
import type { StoredSnapshot } from './stored-snapshot.ts';

/** What the document says about the history. */
export interface HistorySettings {
  readonly enabled: boolean;
  readonly intervalMs: number;
  readonly retentionDays: number;
  readonly maxBytes: number;
  /** Where older versions of the original kept theirs; absent: they are not wanted. */
  readonly jsonlDirectory?: string;
}

export interface HistoryWorkerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly files: Files;
  readonly settings: () => HistorySettings;
  readonly store: () => Promise<HistoryStore>;
  /** A sample of now. */
  readonly snapshot: () => Promise<StoredSnapshot>;
  /** False while the stack starts: nothing is measured then that would have to be slow for it. */
  readonly isReady: () => boolean;
}

/** A look that finds nothing to do comes again after so long. */
const idleMs = 1_000;
const housekeepingMs = 300_000;
const daySeconds = 86_400;

/** Keeps a sample each interval, and the history within its limits. Answers what ends that, once the last write is done. */
export function startHistoryWorker(options: HistoryWorkerOptions): () => Promise<void> {
  const { clock, logger, settings } = options;
  let running: Promise<void> = Promise.resolve();
  let cancel = () => {};
  let ended = false;
  let housekept: number | undefined;
  let said = '';

  const housekeep = async () => {
    if (housekept !== undefined && clock.monotonic() - housekept < housekeepingMs) return;
    const store = await options.store();
    if (housekept === undefined) await adopt(options, store);
    const { retentionDays, maxBytes } = settings();
    const now = clock.now();
    store.prune({ olderThan: retentionDays > 0 ? now / 1000 - retentionDays * daySeconds : 0, maxBytes });
    // What is left over of a long time is done with the next look, not after minutes.
    housekept = (await mergeMinutes(store, now)) ? clock.monotonic() - housekeepingMs : clock.monotonic();
  };
  const look = async () => {
    if (!settings().enabled || !options.isReady()) return idleMs;
    const began = clock.monotonic();
    try {
      await (await options.store()).append(await options.snapshot());
      await housekeep();
      said = '';
    } catch (error) {
      // A full disk says the same with every sample.
      if (said !== String(error)) logger.warn('metrics.history-failed', { error: (said = String(error)) });
    }
    return Math.max(0, settings().intervalMs - (clock.monotonic() - began));
  };
  const next = (ms: number) => {
    cancel = clock.after(ms, () => {
      running = look().then((pause) => {
        if (!ended) next(pause);
      });
    });
  };
  next(0);
  return async () => {
    ended = true;
    cancel();
    await running;
  };
}

/** Takes over what was there before us. */
async function adopt({ files, settings, logger }: HistoryWorkerOptions, store: HistoryStore): Promise<void> {
  const { jsonlDirectory: directory } = settings();
  if (directory !== undefined) {
    const { samples, skipped } = await importJsonl(files, store, { directory });
    if (samples + skipped > 0) logger.info('metrics.history-imported', { samples, skipped });
  }
  while (await store.fillGauges());
}
