/**
 * Counters of the machine and of units → samples → what is shown of them. Must never know who draws them.
 */
export { openHistoryStore, type HistoryStore, type SampleSource, type StoreSize } from './history/history-store.ts';
export { type HistorySettings, startHistoryWorker } from './history/history-worker.ts';
export { mergeMinutes } from './history/merge-minutes.ts';
export { findJsonl, importJsonl, readMigration } from './history/import-jsonl.ts';
export { readHistory, readSeries, streamHistory } from './history/read-history.ts';
export { type Collector, createCollector, type FullSample } from './sampling/collector.ts';
export { readOverview } from './history/read-overview.ts';
export { createSampler, type MeasuredUnit, type Sample, type Sampler, type UnitUsage } from './sampling/sampler.ts';
export { toMetricsSample } from './snapshot/metrics-sample.ts';
export { type SnapshotParts, toMetricsSnapshot } from './snapshot/metrics-snapshot.ts';
export { selectInterfaces, toFileSystem } from './snapshot/system-metrics.ts';
