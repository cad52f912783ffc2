import { type Static, Type } from '../schema.ts';

/** A place where an account is signed in. */
export const SessionView = Type.Object({
  id: Type.String(),
  /** `Firefox on Linux` */
  device: Type.String(),
  address: Type.String(),
  /** Epoch milliseconds. */
  openedAt: Type.Number(),
  /** When it was renewed last, epoch milliseconds: at most 20 minutes before it was used. */
  lastSeenAt: Type.Number(),
  /** Whether it is the one that asks. */
  current: Type.Boolean(),
});
export type SessionView = Static<typeof SessionView>;

/** `GET /api/native/sessions`: the caller's own. */
export const SessionsAnswer = Type.Object({ sessions: Type.Array(SessionView) });
export type SessionsAnswer = Static<typeof SessionsAnswer>;

export const SessionParams = Type.Object({ id: Type.String({ minLength: 1 }) });

/** How many sessions were ended. */
export const EndedAnswer = Type.Object({ ended: Type.Integer() });
export type EndedAnswer = Static<typeof EndedAnswer>;
