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

/** Counters of the machine and of processes. Nothing is kept but what the next reading is compared with. */
export interface SystemMetricsReader {
  /** @param paths file systems that are wanted, by any path in them */
  readSystem(paths: readonly string[]): Promise<SystemReading>;
  /** `undefined` when it is gone. */
  readProcess(pid: number): Promise<ProcessReading | undefined>;
}
