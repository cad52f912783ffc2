import { type Static, Type, Words } from './schema.ts';

export const stepKinds = [
  'backup-document',
  'save-document',
  'stage',
  'install',
  'write-files',
  'run-hook',
  'start-unit',
  'define-unit',
  'stop-unit',
  'clear-files',
  'await-healthy',
  'provision-database',
  'connect',
  'disconnect',
] as const;
export const StepKind = Words(stepKinds);
export type StepKind = Static<typeof StepKind>;

/** A port that a plan moves, with the reason that a person understands. */
export const PortMove = Type.Object({
  processName: Type.String(),
  field: Type.String(),
  from: Type.Integer(),
  to: Type.Integer(),
  /** `rclone moves from port 5572 to 5573 because plex (pid 812) holds 5572` */
  reason: Type.String(),
});
export type PortMove = Static<typeof PortMove>;

/** One step of a plan, as shown before and while it is applied. */
export const StepView = Type.Object({
  id: Type.String(),
  kind: StepKind,
  /** A sentence that can be read aloud: `Install Zurg v0.9.3-final`. */
  title: Type.String(),
  reason: Type.String(),
  processName: Type.Union([Type.String(), Type.Null()]),
  /** Ids of the steps that must be done before. */
  after: Type.Array(Type.String()),
  /** Paths under the root that the step writes; empty where none. */
  files: Type.Array(Type.String()),
});
export type StepView = Static<typeof StepView>;

/** A plan as it is shown: nothing secret in it, nothing done yet. */
export const PlanView = Type.Object({
  empty: Type.Boolean(),
  steps: Type.Array(StepView),
  services: Type.Array(
    Type.Object({
      processName: Type.String(),
      serviceKey: Type.String(),
      displayName: Type.String(),
      /** Why it is part of the plan: `chosen`, or the name of what needs it. */
      because: Type.String(),
      ports: Type.Array(Type.Object({ id: Type.String(), port: Type.Integer(), requested: Type.Integer() })),
      simulated: Type.Boolean(),
    }),
  ),
  moves: Type.Array(PortMove),
  warnings: Type.Array(Type.String()),
  /** What the document gains, loses or changes, as JSON pointers; values of secrets are masked. */
  changes: Type.Array(
    Type.Object({
      pointer: Type.String(),
      before: Type.Optional(Type.Unknown()),
      after: Type.Optional(Type.Unknown()),
    }),
  ),
});
export type PlanView = Static<typeof PlanView>;
