import type { UnitStatus } from '@showrunner/contracts';
import { aNotice, type Notice } from '../notice.ts';
import { explainUnit } from './unit-words.ts';

/** Follows units from one status to the next and says what people want to know of it, each fault once. */
export interface UnitWatch {
  next(status: UnitStatus): readonly Notice[];
  forget(unitId: string): void;
  /** Whether something is wrong with it of which people were told. */
  isTold(processName: string): boolean;
}

export interface UnitWatchOptions {
  /** Whether faults of it are not to be told now: something else tells of them. */
  isSilent(processName: string): boolean;
}

interface Known {
  readonly status: UnitStatus;
  /** Whether this run, or the one that has just ended, had come up. */
  readonly served: boolean;
}

/** A fault from its first sign until the unit serves again, or is stopped by somebody. */
interface Fault {
  readonly told: string[];
  restarts: number;
}

interface Step {
  readonly status: UnitStatus;
  readonly before: Known;
  readonly served: boolean;
  readonly fault: Fault;
}

export function createUnitWatch({ isSilent }: UnitWatchOptions): UnitWatch {
  const known = new Map<string, Known>();
  const faults = new Map<string, Fault>();

  const next = (status: UnitStatus): readonly Notice[] => {
    const { unitId, processName, state, health } = status;
    const before = known.get(unitId);
    const served = state === 'running' || (before?.served === true && state !== 'starting');
    known.set(unitId, { status, served });
    // What was so before we looked is no news.
    if (before === undefined) return [];
    const guards = guardNotices(before.status, status);
    const fault = faults.get(unitId);
    if (state === 'stopped') faults.delete(unitId);
    if (state === 'running' && (health === 'healthy' || health === 'degraded')) {
      faults.delete(unitId);
      return [...guards, ...(fault === undefined ? [] : recovery(status, fault))];
    }
    const step: Step = { status, before, served: before.served, fault: fault ?? { told: [], restarts: 0 } };
    const found = findFault(step);
    if (found.length === 0) return guards;
    faults.set(unitId, step.fault);
    if (isSilent(processName)) return guards;
    const fresh = found.filter(({ eventType }) => !step.fault.told.includes(eventType));
    step.fault.told.push(...fresh.map(({ eventType }) => eventType));
    return [...guards, ...fresh];
  };

  return {
    next,
    forget: (unitId) => {
      known.delete(unitId);
      faults.delete(unitId);
    },
    isTold: (processName) =>
      [...known].some(
        ([unitId, { status }]) => status.processName === processName && (faults.get(unitId)?.told.length ?? 0) > 0,
      ),
  };
}

function findFault(step: Step): readonly Notice[] {
  const { status, before } = step;
  const isNewState = status.state !== before.status.state;
  switch (status.state) {
    case 'backoff':
      return isNewState ? backingOff(step) : [];
    case 'failed':
      return isNewState ? [failed(step)] : [];
    case 'exited':
      return isNewState && step.served ? [stopped(status, 'warning')] : [];
    case 'stuck':
      return isNewState ? [unhealthy(status, 'critical', 'cannot be ended')] : [];
    case 'running':
      return status.health === 'unhealthy' && !isGuarded(status) ? [unhealthy(status, 'warning', 'is unhealthy')] : [];
    case 'stopped':
    case 'waiting':
    case 'starting':
    case 'stopping':
      return [];
  }
}

/** One that had served is worth a word at once; one that never came up is told when it is given up. */
function backingOff({ status, served, fault }: Step): readonly Notice[] {
  fault.restarts += 1;
  const attempt = aNotice({
    eventType: 'service.auto_restart.attempt',
    severity: 'info',
    title: `${status.processName} is being started again`,
    body: explainUnit(status, false),
    serviceName: status.processName,
  });
  return served && fault.told.length === 0 ? [stopped(status, 'warning'), attempt] : [attempt];
}

function failed({ status, served, fault }: Step): Notice {
  if (fault.restarts > 0) {
    return aNotice({
      eventType: 'service.auto_restart.failed',
      severity: 'critical',
      title: `${status.processName} keeps ending and is not started any more`,
      body: explainUnit(status, true),
      serviceName: status.processName,
    });
  }
  if (served) return stopped(status, 'critical');
  return aNotice({
    eventType: 'service.start.failed',
    severity: 'critical',
    title: `${status.processName} did not start`,
    body: explainUnit(status, true),
    serviceName: status.processName,
  });
}

function stopped(status: UnitStatus, severity: 'warning' | 'critical'): Notice {
  return aNotice({
    eventType: 'service.stopped.unexpectedly',
    severity,
    title: `${status.processName} has stopped unexpectedly`,
    body: explainUnit(status, true),
    serviceName: status.processName,
  });
}

function unhealthy(status: UnitStatus, severity: 'warning' | 'critical', what: string): Notice {
  return aNotice({
    eventType: 'service.unhealthy',
    severity,
    title: `${status.processName} ${what}`,
    body: status.reason,
    serviceName: status.processName,
  });
}

function recovery(status: UnitStatus, { told, restarts }: Fault): readonly Notice[] {
  const last = told.at(-1);
  if (last === undefined) return [];
  const isRestarted = restarts > 0;
  return [
    aNotice({
      eventType: isRestarted ? 'service.auto_restart.succeeded' : 'recovery',
      severity: 'success',
      title: `${status.processName} is back`,
      body: isRestarted ? 'It was started again and is healthy.' : 'It is healthy again.',
      serviceName: status.processName,
      recovers: told,
      metadata: { recovered_event_type: told.find((one) => one !== 'service.auto_restart.attempt') ?? last },
    }),
  ];
}

function isGuarded({ conditions = [] }: UnitStatus): boolean {
  return conditions.some(({ type }) => type === 'Guarded');
}

const guardType = 'media.protection.activated';

function guardNotices(before: UnitStatus, status: UnitStatus): readonly Notice[] {
  const { processName, conditions = [] } = status;
  if (isGuarded(before) === isGuarded(status)) return [];
  const guard = conditions.find(({ type }) => type === 'Guarded');
  if (guard !== undefined) {
    return [
      aNotice({
        eventType: guardType,
        severity: 'warning',
        title: `${processName} is left alone: what it needs is away`,
        body: guard.message,
        serviceName: processName,
      }),
    ];
  }
  if (status.state !== 'running') return [];
  return [
    aNotice({
      eventType: 'recovery',
      severity: 'success',
      title: `${processName} has what it needs again`,
      body: 'What was away is back, and has stayed.',
      serviceName: processName,
      recovers: [guardType],
      metadata: { recovered_event_type: guardType },
    }),
  ];
}
