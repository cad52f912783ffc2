import { type Static, Type, Words } from '../../schema.ts';
import { Nullable } from './common.ts';

const Provider = Words(['sqlite', 'postgresql']);
const sizeFields = {
  samples: Type.Integer(),
  raw_bytes: Type.Integer(),
  compressed_bytes: Type.Integer(),
  /** How many times smaller samples are than their text; null without any. */
  compression_ratio: Nullable(Type.Number()),
  /** Epoch seconds. */
  oldest_timestamp: Nullable(Type.Number()),
  newest_timestamp: Nullable(Type.Number()),
};

/** `POST /metrics/history/migrate` */
export const MetricsMigrateQuery = Type.Object({ force: Type.Optional(Type.Boolean({ default: false })) });
export type MetricsMigrateQuery = Static<typeof MetricsMigrateQuery>;
export const MetricsMigration = Type.Object({
  completed: Type.Boolean(),
  files: Type.Integer(),
  samples: Type.Integer(),
  skipped: Type.Integer(),
});
export type MetricsMigration = Static<typeof MetricsMigration>;

/** `GET /metrics/history/storage` */
export const MetricsStorageQuery = Type.Object({ probe_postgresql: Type.Optional(Type.Boolean({ default: false })) });
export const MetricsStorageAnswer = Type.Object({
  configured_provider: Provider,
  active_provider: Provider,
  fallback_active: Type.Boolean(),
  last_error: Nullable(Type.String()),
  last_postgresql_success: Nullable(Type.Number()),
  sqlite: Type.Object({ path: Type.String(), file_bytes: Type.Integer(), ...sizeFields }),
  postgresql: Type.Null(),
  legacy_jsonl: Type.Object({
    files: Type.Integer(),
    bytes: Type.Integer(),
    /** Always true: they are read and left where they are. */
    preserved: Type.Boolean(),
    migration: Nullable(MetricsMigration),
  }),
});
export type MetricsStorageAnswer = Static<typeof MetricsStorageAnswer>;
