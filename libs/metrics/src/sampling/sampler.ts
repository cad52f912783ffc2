import type { Clock, ProcessReading, SystemMetricsReader, SystemReading } from '@showrunner/platform';

/** A unit that runs, as the sampler needs to know it. */
export interface MeasuredUnit {
  readonly unitId: string;
  readonly processName: string;
  readonly pid: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Ports that it is configured to bind. */
  readonly ports: readonly number[];
}

/** A unit with what it uses. CPU in percent of one core: four busy cores are 400. */
export interface UnitUsage extends MeasuredUnit {
  readonly cpuPct: number;
  readonly reading: ProcessReading;
}

/** Everything at one moment; epoch milliseconds. */
export interface Sample {
  readonly at: number;
  readonly system: SystemReading;
  readonly units: readonly UnitUsage[];
}

export interface Sampler {
  /** The newest sample, taken anew when the last is older than `maxAgeMs`. Callers at one time share one. */
  sample(maxAgeMs: number): Promise<Sample>;
}

/** Takes samples when somebody wants one; nothing runs in between. */
export function createSampler(options: {
  reader: SystemMetricsReader;
  clock: Clock;
  units: () => readonly MeasuredUnit[];
  paths: () => readonly string[];
}): Sampler {
  const { reader, clock } = options;
  let last: Sample | undefined;
  let taking: Promise<Sample> | undefined;

  const take = async (): Promise<Sample> => {
    const before = new Map(last?.units.map((unit) => [unit.pid, unit]));
    const beforeAt = last?.at;
    const [system, measured] = await Promise.all([
      reader.readSystem(options.paths()),
      Promise.all(options.units().map(async (unit) => ({ unit, reading: await reader.readProcess(unit.pid) }))),
    ]);
    const at = clock.now();
    const units = measured.flatMap(({ unit, reading }) => {
      if (reading === undefined) return [];
      const known = before.get(unit.pid);
      const cpuPct = known && beforeAt !== undefined ? cpuShare(known.reading, reading, at - beforeAt) : 0;
      return [{ ...unit, reading, cpuPct }];
    });
    last = { at, system, units };
    return last;
  };

  return {
    sample(maxAgeMs) {
      if (last !== undefined && clock.now() - last.at < maxAgeMs) return Promise.resolve(last);
      taking ??= take().finally(() => {
        taking = undefined;
      });
      return taking;
    },
  };
}

/** Percent of one core that was used between two readings; 0 after a restart or without time between them. */
function cpuShare(before: ProcessReading, after: ProcessReading, elapsedMs: number): number {
  if (elapsedMs <= 0 || after.cpuMs < before.cpuMs) return 0;
  return Math.round(((after.cpuMs - before.cpuMs) / elapsedMs) * 1000) / 10;
}
