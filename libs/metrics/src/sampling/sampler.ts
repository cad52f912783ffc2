import type { Clock, ProcessReading, SystemMetricsReader, SystemReading } from '@showrunner/platform';
import { applyScope, type GroupMoment, type MetricsScope } from './apply-scope.ts';
import { cpuShare } from './cpu-share.ts';

/** A unit that runs, as the sampler needs to know it. */
export interface MeasuredUnit {
  readonly unitId: string;
  readonly processName: string;
  readonly pid: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Ports that it is configured to bind. */
  readonly ports: readonly number[];
  /** Where it keeps what it has: as the document says, and as it is on this machine. */
  readonly paths: readonly { readonly named: string; readonly real: string }[];
}

/** A unit with what it uses. CPU in percent of one core: four busy cores are 400. */
export interface UnitUsage extends MeasuredUnit {
  readonly cpuPct: number;
  readonly reading: ProcessReading;
}

/** Everything at one moment; epoch milliseconds. */
export interface Sample {
  readonly at: number;
  readonly scope: MetricsScope;
  readonly system: SystemReading;
  readonly units: readonly UnitUsage[];
}

export interface Sampler {
  /** The newest sample, taken anew when the last is older than `maxAgeMs`. Callers at one time share one. */
  sample(maxAgeMs: number): Promise<Sample>;
}

export interface SamplerOptions {
  readonly reader: SystemMetricsReader;
  readonly clock: Clock;
  readonly units: () => readonly MeasuredUnit[];
  readonly paths: () => readonly string[];
  /** `auto`: the container's own use where it can be seen. */
  readonly scope: () => MetricsScope | 'auto';
}

/** Takes samples when somebody wants one; nothing runs in between. */
export function createSampler(options: SamplerOptions): Sampler {
  const { reader, clock } = options;
  let last: Sample | undefined;
  let lastGroup: GroupMoment | undefined;

  const take = async (): Promise<Sample> => {
    const before = new Map(last?.units.map((unit) => [unit.pid, unit]));
    const beforeAt = last?.at;
    const [system, group, measured] = await Promise.all([
      reader.readSystem(options.paths()),
      options.scope() === 'host' ? undefined : reader.readGroup(),
      Promise.all(options.units().map(async (unit) => ({ unit, reading: await reader.readProcess(unit.pid) }))),
    ]);
    const at = clock.now();
    const units = measured.flatMap(({ unit, reading }) => {
      if (reading === undefined) return [];
      const known = before.get(unit.pid);
      const cpuPct = known && beforeAt !== undefined ? cpuShare(known.reading, reading, at - beforeAt) : 0;
      return [{ ...unit, reading, cpuPct }];
    });
    const moment = group && { at, reading: group };
    last =
      moment === undefined
        ? { at, scope: 'host', system, units }
        : { at, scope: 'cgroup', system: applyScope(system, moment, lastGroup), units };
    lastGroup = moment;
    return last;
  };
  return { sample: shareFresh(clock, take) };
}

/** Answers with the last while it is fresh; those who ask while one is taken get that one. */
export function shareFresh<T extends { readonly at: number }>(
  clock: Clock,
  take: (maxAgeMs: number) => Promise<T>,
): (maxAgeMs: number) => Promise<T> {
  let last: T | undefined;
  let taking: Promise<T> | undefined;
  return (maxAgeMs) => {
    if (last !== undefined && clock.now() - last.at < maxAgeMs) return Promise.resolve(last);
    taking ??= take(maxAgeMs)
      .then((taken) => (last = taken))
      .finally(() => {
        taking = undefined;
      });
    return taking;
  };
}
