import { type Static, Type, Words } from '../schema.ts';
import { Nullable } from './dumb/common.ts';
import { Role } from './dumb/auth.ts';

/** Whether a request was carried out or refused. */
export const AuditOutcome = Words(['done', 'refused']);
export type AuditOutcome = Static<typeof AuditOutcome>;

/** Who wanted to change what, from where, and what came of it. */
export const AuditEntryView = Type.Object({
  id: Type.Integer(),
  /** Epoch milliseconds; of the last one where several alike were refused within a minute. */
  at: Type.Number(),
  /** How many requests it stands for. */
  count: Type.Integer({ minimum: 1 }),
  /** Name of the account, `local` while nobody has to sign in, or the name that was claimed to sign in with. */
  actor: Type.String(),
  /** Null where nobody was recognised, so that the name is only what the caller says. */
  role: Nullable(Role),
  method: Type.String(),
  /** As the route is declared: `/auth/users/:username`. */
  path: Type.String(),
  /** What the route is for. */
  title: Type.String(),
  /** Name of the process, account or other thing that it was about. */
  target: Nullable(Type.String()),
  address: Type.String(),
  outcome: AuditOutcome,
  status: Type.Integer(),
  /** Problem code of a refusal. */
  code: Nullable(Type.String()),
});
export type AuditEntryView = Static<typeof AuditEntryView>;

/** `GET /api/native/audit`: the newest first. */
export const AuditQuery = Type.Object({
  outcome: Type.Optional(AuditOutcome),
  /** Part of an actor, path, title, target or address. */
  text: Type.Optional(Type.String({ maxLength: 200 })),
  /** Only entries before this one. */
  before: Type.Optional(Type.Integer({ minimum: 1 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
});
export type AuditQuery = Static<typeof AuditQuery>;

export const AuditAnswer = Type.Object({
  entries: Type.Array(AuditEntryView),
  /** Whether there are older ones. */
  more: Type.Boolean(),
});
export type AuditAnswer = Static<typeof AuditAnswer>;
