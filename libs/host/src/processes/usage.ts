import type { ProcessUsage } from '@showrunner/platform';
import { readStat } from './proc-stat.ts';

/** Fixed by the kernel's interface on every architecture that we run on. */
const ticksPerSecond = 100;
const pageBytes = 4096;
/** Pids of which the last reading is kept; the oldest is forgotten first. */
const kept = 4096;

/** Makes a reader of cpu and memory. `cpuPct` is the share of one core since the reading before, 0 at the first. */
export function createUsageReader(now: () => number): (pid: number) => ProcessUsage | undefined {
  const last = new Map<number, { startTicks: number; cpuTicks: number; at: number; cpuPct: number }>();
  return (pid) => {
    const stat = readStat(pid);
    const before = last.get(pid);
    last.delete(pid);
    if (stat === undefined) return undefined;
    const at = now();
    const same = before !== undefined && before.startTicks === stat.startTicks;
    const elapsedTicks = same ? ((at - before.at) / 1000) * ticksPerSecond : 0;
    const cpuPct = elapsedTicks > 0 && same ? (100 * (stat.cpuTicks - before.cpuTicks)) / elapsedTicks : 0;
    last.set(pid, { startTicks: stat.startTicks, cpuTicks: stat.cpuTicks, at, cpuPct });
    const oldest = last.size > kept ? last.keys().next().value : undefined;
    if (oldest !== undefined) last.delete(oldest);
    return { cpuPct, memoryBytes: stat.residentPages * pageBytes };
  };
}
