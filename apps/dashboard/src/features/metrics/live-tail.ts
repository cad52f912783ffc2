import type { MetricsHistoryView, MetricsSample } from '@showrunner/contracts';

type Column = readonly (number | null)[];

/** Columns over one time axis, as charts take them. */
export interface Columns {
  readonly seconds: readonly number[];
  readonly cpu: Column;
  readonly memory: Column;
  readonly disk: Column;
  readonly diskRead: Column;
  readonly diskWrite: Column;
  readonly received: Column;
  readonly sent: Column;
}

/** A service uses processors and memory; the rest is told of the machine only. */
export type ServiceColumns = Pick<Columns, 'seconds' | 'cpu' | 'memory'>;

/** So many samples are added to what the server told, until it is asked again. */
const kept = 300;

export function addToTail(tail: readonly MetricsSample[], sample: MetricsSample): readonly MetricsSample[] {
  return [...tail, sample].slice(-kept);
}

/** What the server knows of the past, with what was heard since. */
export function machineColumns(history: MetricsHistoryView, tail: readonly MetricsSample[]): Columns {
  const { machine } = history;
  const { before, samples } = since(history, tail);
  const rate = (pick: (sample: MetricsSample) => number | null) =>
    samples.map((sample, index) => rateBetween(samples[index - 1] ?? before, sample, pick));
  return {
    seconds: [...history.seconds, ...samples.map(({ at }) => at / 1000)],
    cpu: [...machine.cpuPct, ...samples.map(({ cpuPct }) => cpuPct)],
    memory: [...machine.memoryPct, ...samples.map((sample) => share(sample.memoryUsedBytes, sample.memoryTotalBytes))],
    disk: [...machine.diskPct, ...samples.map(({ diskPct }) => diskPct)],
    diskRead: [...machine.diskReadRate, ...rate(({ counters }) => counters.readBytes)],
    diskWrite: [...machine.diskWriteRate, ...rate(({ counters }) => counters.writtenBytes)],
    received: [...machine.receivedRate, ...rate(({ counters }) => counters.receivedBytes)],
    sent: [...machine.sentRate, ...rate(({ counters }) => counters.sentBytes)],
  };
}

/** The same of one service; it has no numbers while it does not run. */
export function serviceColumns(
  history: MetricsHistoryView,
  tail: readonly MetricsSample[],
  unitId: string,
): ServiceColumns {
  const { samples } = since(history, tail);
  const units = samples.map((sample) => sample.units.find((unit) => unit.unitId === unitId));
  const empty = history.seconds.map(() => null);
  return {
    seconds: [...history.seconds, ...samples.map(({ at }) => at / 1000)],
    cpu: [...(history.service?.cpuPct ?? empty), ...units.map((unit) => unit?.cpuPct ?? null)],
    memory: [...(history.service?.memoryBytes ?? empty), ...units.map((unit) => unit?.memoryBytes ?? null)],
  };
}

/** Samples that are newer than the last point, and the one before them. */
function since({ seconds }: MetricsHistoryView, tail: readonly MetricsSample[]) {
  const last = (seconds.at(-1) ?? 0) * 1000;
  return { samples: tail.filter(({ at }) => at > last), before: tail.findLast(({ at }) => at <= last) };
}

function rateBetween(
  before: MetricsSample | undefined,
  sample: MetricsSample,
  pick: (sample: MetricsSample) => number | null,
): number | null {
  const from = before === undefined ? null : pick(before);
  const to = pick(sample);
  const seconds = (sample.at - (before?.at ?? sample.at)) / 1000;
  return from === null || to === null || seconds <= 0 || to < from ? null : (to - from) / seconds;
}

function share(used: number, total: number): number | null {
  return total > 0 ? Math.round((used / total) * 1000) / 10 : null;
}
