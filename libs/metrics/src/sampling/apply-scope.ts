import type { GroupReading, SystemReading } from '@showrunner/platform';

/** Whose use is told: the machine's, or that of the container that we are in. */
export type MetricsScope = 'host' | 'cgroup';

/** A reading of the container at a moment, to measure the next against. */
export interface GroupMoment {
  readonly at: number;
  readonly reading: GroupReading;
}

/**
 * The machine as the container sees it: processors and memory that it may use, and what it uses of them. Where it may use
 * all memory, that of the machine. CPU is null until there are two readings.
 * @param at epoch milliseconds
 */
export function applyScope(
  system: SystemReading,
  { at, reading }: GroupMoment,
  before: GroupMoment | undefined,
): SystemReading {
  const cpuCount = reading.cpuLimit ?? system.cpuCount;
  const elapsedMs = before === undefined ? 0 : at - before.at;
  const usedMs = reading.cpuMs - (before?.reading.cpuMs ?? 0);
  const isMeasured = before !== undefined && elapsedMs > 0 && usedMs >= 0;
  return {
    ...system,
    cpuCount,
    cpuPct: isMeasured ? Math.round((usedMs / elapsedMs / cpuCount) * 1000) / 10 : null,
    memory:
      reading.memoryLimitBytes === null
        ? system.memory
        : { total: reading.memoryLimitBytes, used: reading.memoryBytes },
    disks: reading.disks,
  };
}
