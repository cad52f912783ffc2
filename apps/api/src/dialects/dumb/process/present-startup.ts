import type { ServiceView, StartupStatusAnswer } from '@showrunner/contracts';
import type { ServedStack } from '../../../served.ts';
import { toHealthFields, toProcessState } from './present-health.ts';

const terminal = new Set(['ready', 'degraded', 'shutting_down']);

/** `startup-status`, from what is known already. */
export function toStartupStatus(
  startup: ReturnType<ServedStack['startup']>,
  services: readonly ServiceView[],
): StartupStatusAnswer {
  const byName = new Map(services.map((service) => [service.processName, service]));
  const expected = startup.expected.toSorted();
  return {
    phase: startup.phase,
    terminal: terminal.has(startup.phase),
    started_at: startup.startedAt / 1000,
    completed_at: startup.completedAt === undefined ? null : startup.completedAt / 1000,
    expected_services: [...expected],
    services: Object.fromEntries(expected.map((name) => [name, stateOf(byName.get(name))])),
    failures: { ...startup.failures },
  };
}

function stateOf(service: ServiceView | undefined): StartupStatusAnswer['services'][string] {
  const status = service?.status;
  if (status?.state === 'failed' || status?.state === 'exited') return { state: 'failed', reason: status.reason };
  if (toProcessState(status) === 'stopped')
    return { state: 'pending', reason: status?.reason ?? 'Process has not started.' };
  const health = toHealthFields(status);
  const isReady = health.health_status === 'healthy' || health.health_status === 'degraded';
  return {
    state: isReady ? 'ready' : 'starting',
    reason: health.health_reason,
    health_status: health.health_status,
    health_details: health.health_details,
  };
}
