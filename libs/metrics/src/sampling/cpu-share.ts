import type { ProcessReading } from '@showrunner/platform';

/** Percent of one core that was used between two readings; 0 after a restart or without time between them. */
export function cpuShare(before: ProcessReading, after: ProcessReading, elapsedMs: number): number {
  if (elapsedMs <= 0 || after.cpuMs < before.cpuMs) return 0;
  return Math.round(((after.cpuMs - before.cpuMs) / elapsedMs) * 1000) / 10;
}
