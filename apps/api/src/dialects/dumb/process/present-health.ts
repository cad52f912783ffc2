import type { HealthFields, RestartStats, UnitStatus } from '@showrunner/contracts';

const runningStates: ReadonlySet<UnitStatus['state']> = new Set(['starting', 'running', 'stopping', 'stuck']);
/** How many failed probes in a row count as an end, unless the document says otherwise. */
const defaultThreshold = 3;

/** Whether there is a process, in the original's words. */
export function toProcessState(status: UnitStatus | undefined): 'running' | 'stopped' {
  return status !== undefined && runningStates.has(status.state) ? 'running' : 'stopped';
}

/** Health of a process as `service-status` tells it. */
export function toHealthFields(status: UnitStatus | undefined): HealthFields {
  const restart = toRestartStats(status);
  if (status === undefined || toProcessState(status) === 'stopped') {
    return {
      healthy: false,
      health_status: 'unhealthy',
      health_reason: status?.problem?.message ?? 'Process not running',
      health_details: { probe: 'process' },
      restart,
    };
  }
  const word = healthWord(status);
  return {
    healthy: word !== 'unhealthy',
    health_status: word,
    health_reason: word === 'healthy' ? null : status.reason,
    health_details: { probe: 'process_and_ports', ...(status.pid === undefined ? {} : { pid: status.pid }) },
    restart,
  };
}

/** The same in a socket frame, where a stopped process has no health rather than a bad one. */
export function toFrameHealth(status: UnitStatus): HealthFields {
  if (toProcessState(status) === 'running') return toHealthFields(status);
  return {
    healthy: null,
    health_status: null,
    health_reason: null,
    health_details: null,
    restart: toRestartStats(status),
  };
}

function healthWord({ health, state }: UnitStatus): 'healthy' | 'degraded' | 'starting' | 'unhealthy' {
  if (state === 'starting') return health === 'unhealthy' ? 'unhealthy' : 'starting';
  return health === 'unknown' ? 'starting' : health;
}

function toRestartStats(status: UnitStatus | undefined): RestartStats {
  const lastExit = status?.lastExit;
  const unexpected = lastExit !== undefined && lastExit.cause !== 'stopped-by-us';
  const attempts = status?.restartCount ?? 0;
  const failed = status?.state === 'failed';
  return {
    restart_attempts: attempts,
    restart_successes: failed ? Math.max(0, attempts - 1) : attempts,
    restart_failures: failed && attempts > 0 ? 1 : 0,
    recent_restart_attempts: attempts,
    pending: status?.state === 'backoff',
    next_restart_time: toSeconds(status?.nextRestartAt),
    disabled: status?.state === 'stopped',
    last_restart_time: attempts > 0 ? toSeconds(status?.startedAt) : null,
    last_failure_reason: unexpected ? lastExit.message : null,
    last_exit_time: toSeconds(lastExit?.at),
    last_exit_reason: lastExit?.message ?? null,
    unhealthy_count: status?.health === 'unhealthy' ? 1 : 0,
    unhealthy_threshold: defaultThreshold,
    readiness_state: readinessOf(status),
    ready_at: status?.health === 'healthy' ? toSeconds(status.since) : null,
    awaiting_recovery: status?.state === 'backoff',
  };
}

function readinessOf(status: UnitStatus | undefined): RestartStats['readiness_state'] {
  if (status === undefined || toProcessState(status) === 'stopped') return 'pending';
  const word = healthWord(status);
  if (word === 'starting' || word === 'unhealthy') return word;
  return 'ready';
}

function toSeconds(ms: number | undefined): number | null {
  return ms === undefined ? null : ms / 1000;
}
