import { type Static, Type, Words } from '../schema.ts';

/** How copying requests stands. */
export const SeerrSyncView = Type.Object({
  state: Words(['disabled', 'initializing', 'active', 'paused', 'error']),
  isRunning: Type.Boolean(),
  intervalMs: Type.Integer(),
  lastPoll: Type.Optional(Type.String({ description: 'ISO 8601, UTC' })),
  nextPoll: Type.Optional(Type.String({ description: 'ISO 8601, UTC' })),
  tracked: Type.Integer({ description: 'Titles that stand on a subordinate because of us' }),
  failed: Type.Integer(),
  held: Type.Integer({ description: 'Titles whose removal waits for a person' }),
  subordinates: Type.Array(
    Type.Object({
      label: Type.String(),
      synced: Type.Integer(),
      failed: Type.Integer(),
      error: Type.Optional(Type.String()),
    }),
  ),
  errors: Type.Array(Type.String()),
});
export type SeerrSyncView = Static<typeof SeerrSyncView>;

/** What the next poll would do. */
export const SeerrSyncPreview = Type.Object({
  steps: Type.Array(
    Type.Object({
      subordinate: Type.String(),
      kind: Words(['create', 'approve', 'decline', 'remove']),
      fingerprint: Type.String({ description: 'movie:603:False' }),
      seasons: Type.Optional(Type.Array(Type.Integer())),
    }),
  ),
  held: Type.Integer(),
  error: Type.Optional(Type.String()),
});
export type SeerrSyncPreview = Static<typeof SeerrSyncPreview>;

export const SeerrSyncPauseBody = Type.Object({ isPaused: Type.Boolean() });
export type SeerrSyncPauseBody = Static<typeof SeerrSyncPauseBody>;
