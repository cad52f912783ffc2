import { type Static, Type, Words } from './schema.ts';
import { ProblemView } from './problem-view.ts';

/**
 * The closed set of unit states.
 *
 * - `stopped` not running and not wanted · `waiting` wanted, held by a gate · `starting` spawned, startup probe not passed
 * - `running` startup passed · `stopping` signal sent · `backoff` ended, restart is due · `exited` ended with success and
 *   not restarted · `failed` ended and not restarted any more · `stuck` cannot be ended
 */
export const unitStates = [
  'stopped',
  'waiting',
  'starting',
  'running',
  'stopping',
  'backoff',
  'exited',
  'failed',
  'stuck',
] as const;
export const UnitState = Words(unitStates);
export type UnitState = Static<typeof UnitState>;

export const unitHealths = ['unknown', 'starting', 'healthy', 'degraded', 'unhealthy'] as const;
export const UnitHealth = Words(unitHealths);
export type UnitHealth = Static<typeof UnitHealth>;

/**
 * Who asked that a unit starts or stops.
 *
 * - `person` somebody, by name where it is known · `plan` an operation that does something else as well; `actor` says
 *   which, as in “the set-up of Riven” · `policy` its restart policy · `edge` a unit that it needs · `shutdown` Showrunner
 *   itself is being stopped
 */
export const Requester = Type.Object({
  by: Words(['person', 'plan', 'policy', 'edge', 'shutdown']),
  actor: Type.Optional(Type.String()),
});
export type Requester = Static<typeof Requester>;

/** How a unit's last process ended. Times are epoch milliseconds. */
export const ExitReport = Type.Object({
  at: Type.Number(),
  cause: Words(['exit', 'signal', 'out-of-memory', 'stopped-by-us', 'never-started', 'unknown']),
  code: Type.Optional(Type.Integer()),
  signal: Type.Optional(Type.String()),
  message: Type.String(),
  /** What to do about it, where there is something to do. */
  hint: Type.Optional(Type.String()),
  /** Who asked for it, where it was our own doing. */
  requester: Type.Optional(Requester),
  /** Code of the problem that kept it from starting. */
  problem: Type.Optional(Type.String()),
  /** The last lines of output, redacted, oldest first; at most 20. */
  lastWords: Type.Array(Type.String()),
});
export type ExitReport = Static<typeof ExitReport>;

/** Something open about a unit that its state does not say, in the words of Kubernetes. Listed while it is so. */
export const UnitCondition = Type.Object({
  /** `Guarded` left as it is, because what it shares is away · `WaitingFor` held at a gate · `Braked` held by the brake
   * · `LogImpaired` what it puts out cannot be seen, or not be rotated */
  type: Words(['Guarded', 'WaitingFor', 'Braked', 'LogImpaired']),
  /** Why, in one word for programs. */
  reason: Type.String(),
  /** Why, in one sentence for people. */
  message: Type.String(),
  since: Type.Number(),
});
export type UnitCondition = Static<typeof UnitCondition>;

/** A limit of what a unit may use, and what keeps it: the kernel by the means that is named, or nothing. */
export const UnitLimit = Type.Object({
  resource: Words(['memory', 'cpus', 'pids', 'open-files']),
  /** Bytes, processors, processes or files. */
  most: Type.Number(),
  enforcedBy: Words(['cgroup-v2', 'cgroup-v1', 'rlimit', 'nothing']),
  /** For a person: `Kept by the kernel's control groups.` */
  sentence: Type.String(),
});
export type UnitLimit = Static<typeof UnitLimit>;

/** What is known of one unit at one moment. Times are epoch milliseconds. */
export const UnitStatus = Type.Object({
  unitId: Type.String(),
  processName: Type.String(),
  state: UnitState,
  /** Since when it is in this state. */
  since: Type.Number(),
  health: UnitHealth,
  /** One sentence for a person: why it is in this state, or what it waits for. */
  reason: Type.String(),
  pid: Type.Optional(Type.Integer()),
  startedAt: Type.Optional(Type.Number()),
  /** Restarts after an unexpected end since the last manual start. */
  restartCount: Type.Integer(),
  nextRestartAt: Type.Optional(Type.Number()),
  lastExit: Type.Optional(ExitReport),
  problem: Type.Optional(ProblemView),
  /** Absent where there is nothing to say. */
  conditions: Type.Optional(Type.Array(UnitCondition)),
  /** Whether it was taken over from a former control plane. */
  adopted: Type.Boolean(),
  /** Absent: it may use what there is. */
  limits: Type.Optional(Type.Array(UnitLimit)),
});
export type UnitStatus = Static<typeof UnitStatus>;
