import type { SystemMetricsReader, SystemReading } from '../system-metrics.ts';

/** A machine with two processors, 5 % of them busy, and nothing else, but for what a test says. */
export function createFakeSystemMetrics(
  given: Partial<Omit<SystemMetricsReader, 'readSystem'>> & { readonly system?: Partial<SystemReading> } = {},
): SystemMetricsReader {
  const { system, ...methods } = given;
  return {
    readSystem: async () => ({
      cpuPct: 5,
      cpuCount: 2,
      loadAverage: [0, 0, 0],
      memory: { total: 100, used: 40 },
      swap: { total: 0, used: 0 },
      fileSystems: [],
      disks: null,
      interfaces: [],
      bootedAt: 0,
      containerStartedAt: 0,
      ...system,
    }),
    readGroup: async () => undefined,
    readProcess: async () => undefined,
    listProcesses: async () => [],
    describeProcess: async () => ({ disks: null, containerId: null }),
    readSockets: async () => new Map(),
    readFileSystems: async (paths) => paths.map((path) => ({ path, mountPoint: '/', type: '' })),
    listFileSystems: async () => [],
    ...methods,
  };
}
