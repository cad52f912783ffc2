import type {
  Clock,
  FileSystemReading,
  SocketReading,
  StrangerReading,
  SystemMetricsReader,
} from '@showrunner/platform';
import { cpuShare } from './cpu-share.ts';
import { type Sample, type Sampler, shareFresh } from './sampler.ts';

/** So many of the busiest processes that are not ours are told. */
const mostStrangers = 20;
/** Who listens where changes seldom, and finding it out means looking at every open file. */
const socketsFreshMs = 15_000;

/** A process that is not ours, with what it uses. */
export interface StrangerUsage extends StrangerReading {
  readonly cpuPct: number;
  readonly containerId: string | null;
}

/** A sample with all that clients of the original see beside it. */
export interface FullSample extends Sample {
  readonly strangers: readonly StrangerUsage[];
  /** By process id. */
  readonly sockets: ReadonlyMap<number, SocketReading>;
  /** By real path. */
  readonly spaces: ReadonlyMap<string, FileSystemReading>;
}

export interface Collector {
  /** As `Sampler.sample`. */
  collect(maxAgeMs: number): Promise<FullSample>;
}

/** Adds to samples what is dearer to find out. */
export function createCollector(options: { sampler: Sampler; reader: SystemMetricsReader; clock: Clock }): Collector {
  const { sampler, reader, clock } = options;
  const strangersOf = followStrangers(reader, clock);
  let sockets: { at: number; pids: string; found: FullSample['sockets'] } | undefined;

  const readSockets = async (pids: readonly number[]) => {
    const key = pids.join();
    if (sockets === undefined || sockets.pids !== key || clock.monotonic() - sockets.at > socketsFreshMs) {
      sockets = { at: clock.monotonic(), pids: key, found: await reader.readSockets(pids) };
    }
    return sockets.found;
  };
  const collect = async (maxAgeMs: number): Promise<FullSample> => {
    const sample = await sampler.sample(maxAgeMs);
    const pids = sample.units.map(({ pid }) => pid);
    const paths = [...new Set(sample.units.flatMap((unit) => unit.paths.map(({ real }) => real)))];
    const [strangers, found, spaces] = await Promise.all([
      strangersOf(new Set(pids)),
      readSockets(pids),
      reader.readFileSystems(paths),
    ]);
    return { ...sample, strangers, sockets: found, spaces: new Map(spaces.map((space) => [space.path, space])) };
  };
  return { collect: shareFresh(clock, collect) };
}

/** Measures all processes against the time before, and describes the busiest. */
function followStrangers(reader: SystemMetricsReader, clock: Clock) {
  let known = new Map<number, StrangerReading>();
  let knownAt = 0;
  return async (ours: ReadonlySet<number>): Promise<readonly StrangerUsage[]> => {
    const listed = (await reader.listProcesses()).filter(({ pid }) => !ours.has(pid));
    const at = clock.now();
    const measured = listed.map((process) => {
      const before = known.get(process.pid);
      const isSame = before !== undefined && Math.abs(before.startedAt - process.startedAt) < 1_000;
      return { ...process, cpuPct: isSame ? cpuShare(before.reading, process.reading, at - knownAt) : 0 };
    });
    known = new Map(listed.map((process) => [process.pid, process]));
    knownAt = at;
    const busiest = measured.sort((a, b) => b.cpuPct - a.cpuPct).slice(0, mostStrangers);
    return Promise.all(
      busiest.map(async (process) => {
        const { disks, containerId } = await reader.describeProcess(process.pid);
        return { ...process, reading: { ...process.reading, disks }, containerId };
      }),
    );
  };
}
