/** Counters of one mounted file system; absent numbers where it cannot be read. Sizes in bytes. */
export interface FileSystemReading {
  readonly path: string;
  readonly mountPoint: string;
  readonly type: string;
  readonly space?: { readonly total: number; readonly used: number; readonly free: number };
  readonly inodes?: { readonly total: number; readonly used: number; readonly free: number };
}

/** Counters of one network interface since it came up. */
export interface InterfaceReading {
  readonly name: string;
  readonly isUp: boolean;
  readonly speedMbps: number;
  readonly mtu: number;
  readonly received: TrafficReading;
  readonly sent: TrafficReading;
}

export interface TrafficReading {
  readonly bytes: number;
  readonly packets: number;
  readonly errors: number;
  readonly drops: number;
}

/** Bytes and requests since the start. */
export interface DiskReading {
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly reads: number;
  readonly writes: number;
}

/** The machine at one moment. */
export interface SystemReading {
  /** Share of all cores that was busy since the reading before; null at the first. */
  readonly cpuPct: number | null;
  readonly cpuCount: number;
  readonly loadAverage: readonly number[];
  readonly memory: { readonly total: number; readonly used: number };
  readonly swap: { readonly total: number; readonly used: number };
  readonly fileSystems: readonly FileSystemReading[];
  readonly disks: DiskReading | null;
  readonly interfaces: readonly InterfaceReading[];
  /** Epoch milliseconds. */
  readonly bootedAt: number;
  readonly containerStartedAt: number;
}

/** One process at one moment. */
export interface ProcessReading {
  /** Processor time used since its start, in milliseconds. */
  readonly cpuMs: number;
  readonly memoryBytes: number;
  readonly virtualBytes: number;
  readonly threads: number;
  /** Null where the kernel does not let us see it. */
  readonly disks: DiskReading | null;
}

/** What the control group uses that this container is, and what it may use; null: as much as there is. */
export interface GroupReading {
  /** Processor time used so far, in milliseconds. */
  readonly cpuMs: number;
  /** In processors. */
  readonly cpuLimit: number | null;
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number | null;
  readonly disks: DiskReading;
}

/** A process that may be nobody's that we know. */
export interface StrangerReading {
  readonly pid: number;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Without its disks. */
  readonly reading: ProcessReading;
}

export type SocketAddress = readonly [host: string, port: number];
export interface ConnectionReading {
  readonly state: 'ESTABLISHED' | 'LISTEN';
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
}

/** What a process has to do with TCP: ports that it listens on, ascending, and what is connected. */
export interface SocketReading {
  readonly ports: readonly number[];
  readonly connections: readonly ConnectionReading[];
}

/** Counters of the machine and of processes. Nothing is kept but what the next reading is compared with. */
export interface SystemMetricsReader {
  /** @param paths file systems that are wanted, by any path in them */
  readSystem(paths: readonly string[]): Promise<SystemReading>;
  /** `undefined` where there is no version 2 of control groups. */
  readGroup(): Promise<GroupReading | undefined>;
  /** `undefined` when it is gone. */
  readProcess(pid: number): Promise<ProcessReading | undefined>;
  /** Every process of the machine. */
  listProcesses(): Promise<readonly StrangerReading[]>;
  /** What a list does not say of a process; the container is the id that its runtime gave it. */
  describeProcess(pid: number): Promise<{ disks: DiskReading | null; containerId: string | null }>;
  readSockets(pids: readonly number[]): Promise<ReadonlyMap<number, SocketReading>>;
  /** The file systems of these paths, in their order. One that does not answer has no numbers; none is waited for long. */
  readFileSystems(paths: readonly string[]): Promise<readonly FileSystemReading[]>;
  /** All file systems that hold files, the root first. */
  listFileSystems(): Promise<readonly FileSystemReading[]>;
}
