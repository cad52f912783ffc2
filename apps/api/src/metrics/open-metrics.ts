import { dirname } from 'node:path';
import type { MetricsSnapshot } from '@showrunner/contracts';
import {
  createCollector,
  createSampler,
  type HistoryStore,
  openHistoryStore,
  type Sampler,
  startHistoryWorker,
  toMetricsSnapshot,
} from '@showrunner/metrics';
import type { SystemMetricsReader } from '@showrunner/platform';
import type { ServedPlatform, ServedStack } from '../served.ts';
import type { StackReader } from '../stack-reader.ts';
import { measuredUnits } from './measured-units.ts';
import { type MetricsSettings, readMetricsSettings } from './metrics-settings.ts';

/** What is measured, now and before. */
export interface Metrics {
  readonly sampler: Sampler;
  readonly reader: SystemMetricsReader;
  settings(): MetricsSettings;
  /** The newest sample in the words of the original, taken anew when the last is older than `maxAgeMs`. */
  snapshot(maxAgeMs: number): Promise<MetricsSnapshot>;
  /** The samples that are kept; opened with the first use. */
  history(): Promise<HistoryStore>;
  close(): Promise<void>;
}

export interface MetricsOptions {
  readonly stack: ServedStack;
  readonly reader: StackReader;
  readonly metrics: SystemMetricsReader;
  readonly platform: ServedPlatform;
}

/** A sample that somebody else has just asked for is good enough to be kept. */
const freshMs = 400;

/** Measures the machine and the units of a stack, and keeps the samples once it is up. The caller closes it. */
export function openMetrics({ stack, reader, metrics, platform }: MetricsOptions): Metrics {
  const settings = () => readMetricsSettings(stack);
  const { clock } = platform;
  const sampler = createSampler({
    reader: metrics,
    clock,
    units: () => measuredUnits(reader, stack.realPath),
    paths: () => settings().filesystemPaths,
    scope: () => settings().scope,
  });
  const collector = createCollector({ sampler, reader: metrics, clock });
  const snapshot = async (maxAgeMs: number) =>
    toMetricsSnapshot(await collector.collect(maxAgeMs), {
      interfaces: settings().interfaces,
      databaseHealth: { enabled: false, services: [] },
      plexStatus: { enabled: false, available: false, indicator: 'disabled' },
    });
  const opened = openStoreOnce(platform, () => settings().databasePath);
  const stop = startHistoryWorker({
    ...platform,
    settings: () => settings().history,
    store: opened.store,
    snapshot: () => snapshot(freshMs),
    isReady: () => ['ready', 'degraded'].includes(stack.startup().phase),
  });
  return {
    sampler,
    reader: metrics,
    settings,
    snapshot,
    history: opened.store,
    async close() {
      await stop();
      await opened.close();
    },
  };
}

/** One open file at a time: the one that the document names now. */
function openStoreOnce(platform: ServedPlatform, path: () => string) {
  let known: { path: string; store: Promise<HistoryStore> } | undefined;
  let ended = false;
  const open = async (file: string) => {
    await platform.files.makeDirectory(dirname(file), { mode: 0o700 });
    return openHistoryStore(platform.openDatabase(file), platform.compression, () => platform.clock.now());
  };
  const release = async () => {
    const before = known;
    known = undefined;
    // One that could not be opened needs no closing.
    await before?.store.then(
      (store) => store.close(),
      () => {},
    );
  };
  return {
    async store(): Promise<HistoryStore> {
      // Whoever still waits for a sample while we stop must not open the file again.
      if (ended) throw new Error('The history of samples is closed');
      const file = path();
      if (known !== undefined && known.path !== file) await release();
      const opening = (known ??= { path: file, store: open(file) });
      return opening.store.catch((error: unknown) => {
        // A disk that was full may have room the next time.
        if (known === opening) known = undefined;
        throw error;
      });
    },
    close(): Promise<void> {
      ended = true;
      return release();
    },
  };
}
