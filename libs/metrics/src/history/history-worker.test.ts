import { createFakeClock, createFakeFiles, createFakeLogger } from '@showrunner/platform/fakes';
import { expect, it } from 'vitest';
import type { HistoryStore } from './history-store.ts';
import { startHistoryWorker } from './history-worker.ts';

/** A store that only remembers what it was told. */
function memoryStore() {
  const moments: number[] = [];
  const prunings: { olderThan: number; maxBytes: number }[] = [];
  const store: HistoryStore = {
    append: (snapshot) => Promise.resolve(void moments.push(snapshot.timestamp)),
    merge: () => Promise.resolve(),
    between: () => [],
    prune: (limits) => prunings.push(limits),
    fillGauges: () => Promise.resolve(false),
    note: () => undefined,
    setNote: () => undefined,
    gauges: () => Promise.resolve([]),
    timestamps: () => Promise.resolve([]),
    texts: async function* () {},
    size: () => Promise.resolve({ samples: 0, rawBytes: 0, storedBytes: 0, oldest: null, newest: null }),
    close: () => undefined,
  };
  return { store, moments, prunings };
}

function bench(options: { fail?: () => boolean; ready?: () => boolean; enabled?: () => boolean } = {}) {
  const clock = createFakeClock(1_000_000);
  const logger = createFakeLogger();
  const kept = memoryStore();
  const stop = startHistoryWorker({
    clock,
    logger,
    files: createFakeFiles(),
    settings: () => ({
      enabled: options.enabled?.() ?? true,
      intervalMs: 5_000,
      retentionDays: 1,
      maxBytes: 1_000,
    }),
    store: () => (options.fail?.() ? Promise.reject(new Error('disk full')) : Promise.resolve(kept.store)),
    snapshot: () => Promise.resolve({ timestamp: clock.now() / 1000 }),
    isReady: options.ready ?? (() => true),
  });
  return { clock, logger, stop, ...kept };
}

it('keeps a sample each interval, prunes every five minutes, and leaves nothing behind', async () => {
  const { clock, stop, moments, prunings } = bench();
  await clock.advance(10_000);
  expect(moments).toEqual([1_000, 1_005, 1_010]);
  await clock.advance(295_000);
  expect(prunings).toEqual([
    { olderThan: 1_000 - 86_400, maxBytes: 1_000 },
    { olderThan: 1_300 - 86_400, maxBytes: 1_000 },
  ]);
  await stop();
  expect(clock.pending).toBe(0);
});

it('waits until the stack is up, and keeps nothing while the document says so', async () => {
  const state = { ready: false, enabled: true };
  const { clock, stop, moments } = bench({ ready: () => state.ready, enabled: () => state.enabled });
  await clock.advance(20_000);
  expect(moments).toEqual([]);
  state.ready = true;
  await clock.advance(1_000);
  expect(moments).toEqual([1_021]);
  state.enabled = false;
  await clock.advance(60_000);
  expect(moments).toHaveLength(1);
  await stop();
});

it('says once that it cannot keep them, and goes on when it can', async () => {
  const state = { full: true };
  const { clock, stop, moments, logger } = bench({ fail: () => state.full });
  await clock.advance(20_000);
  expect(logger.lines.map(({ event }) => event)).toEqual(['metrics.history-failed']);
  state.full = false;
  await clock.advance(5_000);
  expect(moments).toEqual([1_025]);
  await stop();
});
