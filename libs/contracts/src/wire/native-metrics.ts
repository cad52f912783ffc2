import { type Static, Type } from '../schema.ts';

const Column = Type.Array(Type.Union([Type.Number(), Type.Null()]));

/** `GET /api/native/metrics` */
export const MetricsQuery = Type.Object({
  /** Length of the range that ends now: a minute to 31 days. */
  rangeSeconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 2_678_400, default: 3600 })),
  points: Type.Optional(Type.Integer({ minimum: 10, maximum: 1000, default: 300 })),
  /** Process name of a service that is wanted beside the machine. */
  process: Type.Optional(Type.String()),
});
export type MetricsQuery = Static<typeof MetricsQuery>;

/** A range of the past in columns of one length; null where nothing was measured. */
export const MetricsHistoryView = Type.Object({
  /** Epoch seconds of each point, ascending; a point without values stands for a time in which nothing was measured. */
  seconds: Type.Array(Type.Number()),
  /** Seconds that a point is the mean of. */
  bucketSeconds: Type.Number(),
  /** Percents of the whole, rates in bytes a second. */
  machine: Type.Object({
    cpuPct: Column,
    memoryPct: Column,
    diskPct: Column,
    diskReadRate: Column,
    diskWriteRate: Column,
    sentRate: Column,
    receivedRate: Column,
  }),
  /** Of the service that was asked for. CPU in percent of one core. */
  service: Type.Union([Type.Object({ cpuPct: Column, memoryBytes: Column }), Type.Null()]),
  /** How the history is kept. */
  kept: Type.Object({
    enabled: Type.Boolean(),
    intervalMs: Type.Number(),
    /** Epoch milliseconds of the first sample; null before there is one. */
    since: Type.Union([Type.Number(), Type.Null()]),
  }),
});
export type MetricsHistoryView = Static<typeof MetricsHistoryView>;
