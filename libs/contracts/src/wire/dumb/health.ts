import { type Static, Type, Words } from '../../schema.ts';
import { Nullable, OpenObject } from './common.ts';

/** Counters of restarts; times are epoch seconds. */
export const RestartStats = Type.Object({
  restart_attempts: Type.Integer(),
  restart_successes: Type.Integer(),
  restart_failures: Type.Integer(),
  recent_restart_attempts: Type.Integer(),
  pending: Type.Boolean(),
  next_restart_time: Nullable(Type.Number()),
  disabled: Type.Boolean(),
  last_restart_time: Nullable(Type.Number()),
  last_failure_reason: Nullable(Type.String()),
  last_exit_time: Nullable(Type.Number()),
  last_exit_reason: Nullable(Type.String()),
  unhealthy_count: Type.Integer(),
  unhealthy_threshold: Type.Integer(),
  readiness_state: Words(['pending', 'starting', 'ready', 'unhealthy']),
  ready_at: Nullable(Type.Number()),
  awaiting_recovery: Type.Boolean(),
});
export type RestartStats = Static<typeof RestartStats>;

/** Health of one process. All but `restart` are null in a socket frame of a process that does not run. */
export const HealthFields = Type.Object({
  healthy: Nullable(Type.Boolean()),
  health_status: Nullable(Words(['healthy', 'degraded', 'starting', 'unhealthy'])),
  health_reason: Nullable(Type.String()),
  health_details: Nullable(OpenObject),
  restart: RestartStats,
});
export type HealthFields = Static<typeof HealthFields>;

/** `GET /process/service-status` */
export const ServiceStatusQuery = Type.Object({
  process_name: Type.String(),
  include_health: Type.Optional(Type.Boolean({ default: false })),
});
export type ServiceStatusQuery = Static<typeof ServiceStatusQuery>;

export const processStates = ['running', 'stopped', 'idle'] as const;
export const ServiceStatusAnswer = Type.Composite([
  Type.Object({ process_name: Type.String(), status: Words(processStates) }),
  Type.Partial(HealthFields),
]);
export type ServiceStatusAnswer = Static<typeof ServiceStatusAnswer>;

/** A frame of `/ws/status`. */
export const StatusFrame = Type.Union([
  Type.Object({ type: Type.Literal('status'), running: Type.Array(Type.String()) }),
  Type.Object({
    type: Type.Literal('status'),
    processes: Type.Array(
      Type.Composite([Type.Object({ process_name: Type.String(), status: Words(processStates) }), HealthFields]),
    ),
  }),
]);
export type StatusFrame = Static<typeof StatusFrame>;

/** `GET /health` */
export const HealthAnswer = Type.Object({
  status: Words(['healthy', 'unhealthy']),
  details: Type.Optional(Type.String({ maxLength: 200 })),
});
export type HealthAnswer = Static<typeof HealthAnswer>;

/** `GET /process/startup-status` */
export const StartupStatusAnswer = Type.Object({
  phase: Words([
    'initializing',
    'preinstalling',
    'starting_services',
    'stabilizing',
    'ready',
    'degraded',
    'shutting_down',
  ]),
  terminal: Type.Boolean(),
  started_at: Type.Number(),
  completed_at: Nullable(Type.Number()),
  expected_services: Type.Array(Type.String()),
  services: Type.Record(
    Type.String(),
    Type.Object({
      state: Words(['pending', 'failed', 'ready', 'starting']),
      reason: Nullable(Type.String()),
      health_status: Type.Optional(Nullable(Type.String())),
      health_details: Type.Optional(Nullable(OpenObject)),
    }),
  ),
  failures: Type.Record(Type.String(), Type.String()),
});
export type StartupStatusAnswer = Static<typeof StartupStatusAnswer>;
