import { type Static, Type } from '../../schema.ts';
import { OpenObject } from './common.ts';

const Moment = Type.Union([Type.String({ description: 'ISO 8601, UTC' }), Type.Null()]);

/** `GET /seerr-sync/status`. While it is switched off, the first two keys alone. */
export const SeerrSyncStatusAnswer = Type.Object({
  enabled: Type.Boolean(),
  status: Type.String({ description: 'disabled, initializing, active, paused or error' }),
  message: Type.Optional(Type.String()),
  last_poll: Type.Optional(Moment),
  next_poll: Type.Optional(Moment),
  poll_interval_seconds: Type.Optional(Type.Number()),
  total_requests_tracked: Type.Optional(Type.Integer()),
  total_failed: Type.Optional(Type.Integer()),
  subordinates: Type.Optional(
    Type.Record(
      Type.String(),
      Type.Object({
        synced: Type.Integer(),
        failed: Type.Optional(Type.Integer()),
        error: Type.Optional(Type.String({ description: 'Why the last cycle left it early' })),
      }),
    ),
  ),
  errors: Type.Optional(Type.Array(Type.String())),
  last_error: Type.Optional(Type.String()),
  removals_held: Type.Optional(Type.Integer({ description: 'Titles whose removal waits for a person' })),
});
export type SeerrSyncStatusAnswer = Static<typeof SeerrSyncStatusAnswer>;

export const SeerrSyncFailedAnswer = Type.Object({
  count: Type.Integer(),
  failed_requests: Type.Array(
    Type.Object({
      fingerprint: Type.String({ description: 'movie:603:False' }),
      subordinate: Type.String(),
      media_type: Type.String(),
      tmdb_id: Type.Integer(),
      error: Type.String(),
      failed_at: Type.String(),
    }),
  ),
});
export type SeerrSyncFailedAnswer = Static<typeof SeerrSyncFailedAnswer>;
export const SeerrSyncTestBody = Type.Object({ url: Type.String(), api_key: Type.String() });
export type SeerrSyncTestBody = Static<typeof SeerrSyncTestBody>;
export const SeerrSyncTestAnswer = Type.Object({ ok: Type.Boolean(), status: OpenObject });
export const SeerrSyncClearQuery = Type.Object({ fingerprint: Type.Optional(Type.String()) });
export type SeerrSyncClearQuery = Static<typeof SeerrSyncClearQuery>;
export const SeerrSyncClearAnswer = Type.Object({ message: Type.String(), cleared: Type.Integer() });
