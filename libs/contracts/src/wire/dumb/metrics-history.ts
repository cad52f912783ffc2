import { type Static, Type } from '../../schema.ts';
import { Nullable, OpenObject } from './common.ts';
import { DiskIo, FileSystem, NetworkInterface } from './metrics.ts';

const Amount = Nullable(Type.Number());
const Percent = Type.Object({ percent: Amount });
const Points = Type.Array(Amount);
const Extremes = Nullable(Type.Object({ min: Type.Number(), max: Type.Number() }));
const rangeFields = {
  /** Epoch seconds. */
  since: Type.Optional(Type.Number()),
  /** Without `since`: everything that is kept, else the last six hours. */
  full: Type.Optional(Type.Boolean({ default: false })),
  /** So many of the newest samples at most. */
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50_000, default: 5000 })),
};

/** `GET /metrics/history` */
export const MetricsHistoryQuery = Type.Object(rangeFields);
export type MetricsHistoryQuery = Static<typeof MetricsHistoryQuery>;
export const MetricsHistoryAnswer = Type.Object({ items: Type.Array(OpenObject), truncated: Type.Boolean() });

/** `GET /metrics/history_series` */
export const MetricsSeriesQuery = Type.Object({
  ...rangeFields,
  bucket_seconds: Type.Optional(Nullable(Type.Integer())),
  /** 0: as many as there are. */
  max_points: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000, default: 600 })),
});
export type MetricsSeriesQuery = Static<typeof MetricsSeriesQuery>;

const CompactProcess = Type.Object({
  name: Type.String(),
  pid: Nullable(Type.Integer()),
  cpu_percent: Amount,
  rss: Amount,
  disk_io: Nullable(Type.Pick(DiskIo, ['read_bytes', 'write_bytes'])),
});

/** What a sample is for charts. */
export const MetricsHistoryItem = Type.Object({
  timestamp: Type.Number(),
  system: Type.Object({
    cpu_percent: Amount,
    cpu_count: Amount,
    mem: Nullable(Percent),
    disk: Nullable(Percent),
    inode: Nullable(Percent),
    filesystems: Type.Array(
      Type.Composite([
        Type.Pick(FileSystem, ['path', 'mount_point', 'fs_type', 'available', 'percent']),
        Type.Object({ inode: Percent }),
      ]),
    ),
    disk_io: Nullable(Type.Object({ read_bytes: Amount, write_bytes: Amount })),
    net_io: Nullable(Type.Object({ sent_bytes: Amount, recv_bytes: Amount })),
    network_interfaces: Type.Array(NetworkInterface),
  }),
  dumb_managed: Type.Array(CompactProcess),
  external: Type.Array(CompactProcess),
  database_health: Nullable(OpenObject),
});
export type MetricsHistoryItem = Static<typeof MetricsHistoryItem>;

const gaugeNames = ['cpu', 'mem', 'disk', 'inode'] as const;
const rateNames = ['disk_read_rate', 'disk_write_rate', 'net_sent_rate', 'net_recv_rate'] as const;
/** Names of the series that have extremes. */
export const metricsSeriesNames = [...gaugeNames, ...rateNames];
export type MetricsSeriesName = (typeof metricsSeriesNames)[number];

/** Columns of the samples: percents, and rates in bytes a second. All have the length of `timestamps`. */
export const MetricsSeries = Type.Object({
  ...(Object.fromEntries(metricsSeriesNames.map((name) => [name, Points])) as Record<MetricsSeriesName, typeof Points>),
  filesystems: Type.Record(Type.String(), Type.Object({ disk: Points, inode: Points })),
  network_interfaces: Type.Record(Type.String(), Type.Object({ sent_rate: Points, recv_rate: Points })),
});
export type MetricsSeries = Static<typeof MetricsSeries>;

/** Least and greatest of all samples of the range, also of those that were thinned out. */
export const MetricsStats = Type.Object(
  Object.fromEntries(metricsSeriesNames.map((name) => [name, Extremes])) as Record<MetricsSeriesName, typeof Extremes>,
);
export type MetricsStats = Static<typeof MetricsStats>;

export const MetricsSeriesAnswer = Type.Object({
  items: Type.Array(MetricsHistoryItem),
  series: MetricsSeries,
  timestamps: Type.Array(Type.Number()),
  truncated: Type.Boolean(),
  stats: Nullable(MetricsStats),
  /** Seconds that one point stands for; null: every sample is a point. */
  bucket_seconds: Nullable(Type.Integer()),
});
export type MetricsSeriesAnswer = Static<typeof MetricsSeriesAnswer>;
