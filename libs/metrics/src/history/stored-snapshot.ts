import type { FileSystemEntry, NetworkInterface } from '@showrunner/contracts';

type Amount = number | null | undefined;

/** A snapshot as it comes back from the history. Earlier versions and the original kept less of it, so nothing is sure. */
export interface StoredSnapshot {
  readonly timestamp: number;
  readonly system?: {
    readonly cpu_percent?: Amount;
    readonly cpu_count?: Amount;
    readonly mem?: { readonly percent?: Amount } | null;
    readonly disk?: { readonly percent?: Amount } | null;
    readonly inode?: { readonly percent?: Amount } | null;
    readonly filesystems?: readonly FileSystemEntry[];
    readonly disk_io?: { readonly read_bytes?: Amount; readonly write_bytes?: Amount } | null;
    readonly net_io?: { readonly sent_bytes?: Amount; readonly recv_bytes?: Amount } | null;
    readonly network_interfaces?: readonly NetworkInterface[];
  };
  readonly dumb_managed?: readonly StoredProcess[];
  readonly external?: readonly StoredProcess[];
  readonly database_health?: Readonly<Record<string, unknown>> | null;
}

export interface StoredProcess {
  readonly name?: string;
  readonly pid?: number;
  readonly cpu_percent?: number;
  readonly rss?: number;
  readonly disk_io?: { readonly read_bytes: number; readonly write_bytes: number } | null;
}

/** The numbers that all samples of a range are asked for: percents, and counters of bytes. */
export interface Gauges {
  /** Epoch seconds. */
  readonly timestamp: number;
  readonly cpu: number | null;
  readonly mem: number | null;
  readonly disk: number | null;
  readonly inode: number | null;
  readonly readBytes: number | null;
  readonly writtenBytes: number | null;
  readonly sentBytes: number | null;
  readonly receivedBytes: number | null;
}

export function toGauges({ timestamp, system = {} }: StoredSnapshot): Gauges {
  return {
    timestamp,
    cpu: system.cpu_percent ?? null,
    mem: system.mem?.percent ?? null,
    disk: system.disk?.percent ?? null,
    inode: system.inode?.percent ?? null,
    readBytes: system.disk_io?.read_bytes ?? null,
    writtenBytes: system.disk_io?.write_bytes ?? null,
    sentBytes: system.net_io?.sent_bytes ?? null,
    receivedBytes: system.net_io?.recv_bytes ?? null,
  };
}

/** What a text of the history holds; `undefined` where that is no snapshot. */
export function parseSnapshot(text: string): StoredSnapshot | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isSnapshot = typeof value === 'object' && value !== null && 'timestamp' in value;
    // Its parts are looked at with care wherever they are used.
    return isSnapshot && Number.isFinite(value.timestamp) ? (value as StoredSnapshot) : undefined;
  } catch {
    return undefined;
  }
}
