/**
 * Counters of the machine and of units → samples → what is shown of them. Must never know who draws them.
 */
export { createSampler, type MeasuredUnit, type Sample, type Sampler, type UnitUsage } from './sampler.ts';
export { toMetricsSample } from './metrics-sample.ts';
export { toMetricsSnapshot } from './metrics-snapshot.ts';
export { toSystemMetrics } from './system-metrics.ts';
