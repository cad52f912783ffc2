import { type Static, Type } from '../schema.ts';
import { UpdateRecord, UpdateView } from '../updates.ts';

/** `GET /api/native/updates` */
export const UpdatesAnswer = Type.Object({
  updates: Type.Array(UpdateView),
  /** Updates that have ended, newest first; at most 30. */
  history: Type.Array(UpdateRecord),
});
export type UpdatesAnswer = Static<typeof UpdatesAnswer>;
