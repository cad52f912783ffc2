import { type Static, Type, Words } from '../schema.ts';

/** What can be emptied: downloads, package caches of build tools, and downloads that were found to be damaged. */
export const cacheScopes = ['downloads', 'dependencies', 'quarantine'] as const;
export type CacheScope = (typeof cacheScopes)[number];

const Amount = Type.Object({ bytes: Type.Integer(), files: Type.Integer() });

/** `GET /api/native/install-cache`. Times are epoch milliseconds. */
export const InstallCacheView = Type.Object({
  path: Type.String(),
  parts: Type.Object({ downloads: Amount, dependencies: Amount, quarantine: Amount, metadata: Amount }),
  /** What is kept of the downloads. */
  limits: Type.Object({ maxBytes: Type.Number(), maxAgeMs: Type.Number(), versionsKept: Type.Integer() }),
  /** Last used first. */
  downloads: Type.Array(
    Type.Object({
      name: Type.String(),
      serviceKey: Type.Union([Type.String(), Type.Null()]),
      version: Type.Union([Type.String(), Type.Null()]),
      bytes: Type.Integer(),
      usedAt: Type.Number(),
    }),
  ),
});
export type InstallCacheView = Static<typeof InstallCacheView>;

/** `POST /api/native/install-cache/empty` */
export const EmptyCacheBody = Type.Object({ scope: Words(cacheScopes) });
export type EmptyCacheBody = Static<typeof EmptyCacheBody>;
export const EmptyCacheAnswer = Amount;

/** `POST /api/native/install-cache/verify` */
export const VerifyCacheAnswer = Type.Object({
  checked: Type.Integer(),
  quarantined: Type.Integer(),
  errors: Type.Array(Type.String()),
});
export type VerifyCacheAnswer = Static<typeof VerifyCacheAnswer>;
