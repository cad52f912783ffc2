import { type Static, Type } from '../../schema.ts';
import { Nullable, OpenObject } from './common.ts';

const Namespace = Type.Object({ bytes: Type.Integer(), files: Type.Integer() });

/** `GET /process/install-cache/status` */
export const InstallCacheStatusAnswer = Type.Object({
  enabled: Type.Boolean(),
  path: Type.String(),
  configured_path: Type.String(),
  using_fallback: Type.Boolean(),
  fallback_reason: Nullable(Type.String()),
  managed_bytes: Type.Integer(),
  legacy_bytes: Type.Integer(),
  legacy_files: Type.Integer(),
  total_bytes: Type.Integer(),
  reclaimable_bytes: Type.Integer(),
  max_size_bytes: Type.Number(),
  namespaces: Type.Record(Type.String(), Namespace),
  legacy_entries: Type.Array(OpenObject),
  recent_operations: Type.Array(OpenObject),
});
export type InstallCacheStatusAnswer = Static<typeof InstallCacheStatusAnswer>;

/** `POST /process/install-cache/prune` */
export const InstallCachePruneBody = Type.Object(
  { max_size_gib: Type.Optional(Nullable(Type.Number({ minimum: 0, maximum: 1024 }))) },
  { additionalProperties: false },
);
export type InstallCachePruneBody = Static<typeof InstallCachePruneBody>;
export const InstallCachePruneAnswer = Type.Object({
  removed: Type.Integer(),
  reclaimed_bytes: Type.Integer(),
  remaining_bytes: Type.Integer(),
  max_size_bytes: Type.Number(),
});

/** `POST /process/install-cache/artifacts/clear` */
export const InstallCacheClearBody = Type.Object(
  { service_key: Type.Optional(Nullable(Type.String())) },
  { additionalProperties: false },
);
export type InstallCacheClearBody = Static<typeof InstallCacheClearBody>;
export const InstallCacheClearAnswer = Type.Object({
  service_key: Nullable(Type.String()),
  removed_bytes: Type.Integer(),
  removed_files: Type.Integer(),
});

/** `POST /process/install-cache/cleanup` */
export const InstallCacheCleanupBody = Type.Object(
  { scopes: Type.Array(Type.String(), { minItems: 1, maxItems: 5 }) },
  { additionalProperties: false },
);
export type InstallCacheCleanupBody = Static<typeof InstallCacheCleanupBody>;
export const InstallCacheCleanupAnswer = Type.Object({
  scopes: Type.Array(Type.String()),
  removed_bytes: Type.Integer(),
  removed_files: Type.Integer(),
  removed_entries: Type.Array(Type.Object({ scope: Type.String(), bytes: Type.Integer(), files: Type.Integer() })),
  errors: Type.Array(Type.Object({ scope: Type.String(), error: Type.String() })),
});
