/** One reading of the metrics stream. */
export interface MetricsSample {
  readonly at: number;
  readonly units: readonly { readonly unitId: string; readonly cpuPct: number; readonly memoryBytes: number }[];
}

/** Readings of one unit, oldest first: seconds, percent of a core, bytes. */
export interface UsageSeries {
  readonly seconds: readonly number[];
  readonly cpuPct: readonly number[];
  readonly memoryBytes: readonly number[];
}

export const emptySeries: UsageSeries = { seconds: [], cpuPct: [], memoryBytes: [] };

const kept = 180;

/** Adds a reading of a unit; the oldest ones leave. A sample without the unit changes nothing. */
export function addSample(series: UsageSeries, sample: MetricsSample, unitId: string): UsageSeries {
  const unit = sample.units.find((one) => one.unitId === unitId);
  if (!unit) return series;
  return {
    seconds: [...series.seconds, sample.at / 1000].slice(-kept),
    cpuPct: [...series.cpuPct, unit.cpuPct].slice(-kept),
    memoryBytes: [...series.memoryBytes, unit.memoryBytes].slice(-kept),
  };
}
