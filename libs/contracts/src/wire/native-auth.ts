import { type Static, Type } from '../schema.ts';
import { Role } from './dumb/auth.ts';

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

/** `POST /api/native/password`: the caller's own. */
export const ChangePasswordBody = Type.Object({ current: Type.String(), password: Type.String() });
export type ChangePasswordBody = Static<typeof ChangePasswordBody>;

/** A token for a program; the token itself is shown once, when it is made. */
export const ApiTokenView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  role: Role,
  /** Epoch milliseconds; null: never. */
  createdAt: Type.Number(),
  expiresAt: Type.Union([Type.Number(), Type.Null()]),
  /** To ten minutes. */
  lastUsedAt: Type.Union([Type.Number(), Type.Null()]),
});
export type ApiTokenView = Static<typeof ApiTokenView>;

/** `GET /api/native/tokens`: the caller's own. */
export const ApiTokensAnswer = Type.Object({ tokens: Type.Array(ApiTokenView) });
export type ApiTokensAnswer = Static<typeof ApiTokensAnswer>;

/** `POST /api/native/tokens` */
export const CreateApiTokenBody = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 64, pattern: '\\S' }),
  role: Role,
  expiresInDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })),
});
export type CreateApiTokenBody = Static<typeof CreateApiTokenBody>;
export const CreateApiTokenAnswer = Type.Object({ token: Type.String(), view: ApiTokenView });
export type CreateApiTokenAnswer = Static<typeof CreateApiTokenAnswer>;
