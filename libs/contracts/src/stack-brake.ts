import { type Static, Type } from './schema.ts';

/** The stack-wide brake while it is on. Names are process names; times are epoch milliseconds. */
export const StackBrake = Type.Object({
  since: Type.Number(),
  /** What the failures have in common, where it is known, and how that ended. */
  cause: Type.Optional(Type.String()),
  evidence: Type.Optional(Type.String()),
  /** What failed together, the first one first, and what is held. */
  failed: Type.Array(Type.String()),
  held: Type.Array(Type.String()),
  /** What happened and what comes, for a person. */
  message: Type.String(),
});
export type StackBrake = Static<typeof StackBrake>;
