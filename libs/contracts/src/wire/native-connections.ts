import { type Static, Type, Words } from '../schema.ts';

export const connectionStates = ['made', 'open', 'left-out'] as const;

/** What one service is told of another one through its interface. */
export const ConnectionView = Type.Object({
  /** For the change `reconnect`. */
  key: Type.String(),
  /** What making it does: `Add Sonarr to Prowlarr`. */
  title: Type.String(),
  /** Process names of the two. */
  self: Type.String(),
  peer: Type.String(),
  /** `open`: it is still to be made · `left-out`: somebody took it out twice, so it stays out. */
  state: Words(connectionStates),
  /** A sentence for a person. */
  message: Type.String(),
  /** When it was last made again, or was left out; epoch milliseconds. */
  at: Type.Union([Type.Number(), Type.Null()]),
});
export type ConnectionView = Static<typeof ConnectionView>;

export const ConnectionsAnswer = Type.Object({ connections: Type.Array(ConnectionView) });
export type ConnectionsAnswer = Static<typeof ConnectionsAnswer>;
