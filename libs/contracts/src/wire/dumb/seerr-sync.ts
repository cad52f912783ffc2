import { type Static, Type } from '../../schema.ts';
import { OpenObject } from './common.ts';

/** `GET /seerr-sync/status` while nothing is copied. */
export const SeerrSyncStatusAnswer = Type.Object({
  enabled: Type.Boolean(),
  status: Type.String(),
  message: Type.Optional(Type.String()),
});
export const SeerrSyncFailedAnswer = Type.Object({
  count: Type.Integer(),
  failed_requests: Type.Array(OpenObject),
});
export const SeerrSyncTestBody = Type.Object({ url: Type.String(), api_key: Type.String() });
export type SeerrSyncTestBody = Static<typeof SeerrSyncTestBody>;
export const SeerrSyncTestAnswer = Type.Object({ ok: Type.Boolean(), status: OpenObject });
export const SeerrSyncClearQuery = Type.Object({ fingerprint: Type.Optional(Type.String()) });
export const SeerrSyncClearAnswer = Type.Object({ message: Type.String(), cleared: Type.Integer() });
