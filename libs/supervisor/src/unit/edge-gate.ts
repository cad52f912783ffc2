import type { UnitState, UnitStatus } from '@showrunner/contracts';
import type { UnitEdge } from '@showrunner/planner';
import type { SupervisorParts } from '../parts.ts';
import type { OwnMounts } from '../probes/own-mounts.ts';

/** How long one look at a mount or a port may take. */
const lookMs = 2_000;

/** A unit that another one needs, as it is now. */
export interface Provider {
  readonly status: UnitStatus;
  /** Number of its last spawn. */
  readonly run: number;
  /** What it has mounted itself in this run. */
  readonly ownMounts: OwnMounts;
  /** It runs, but an edge of its own is about to stop it. */
  readonly leaving: boolean;
}

/** Whether it does what the edge asks of it. */
export function isServing(until: UnitEdge['until'], { status, leaving }: Provider): boolean {
  const { state, health, pid } = status;
  if (leaving) return false;
  if (until === 'healthy') return state === 'running' && (health === 'healthy' || health === 'degraded');
  return (state === 'starting' || state === 'running') && pid !== undefined;
}

/** Whether it will serve without anybody's help. */
function isComing(state: UnitState): boolean {
  return state !== 'stopped' && state !== 'failed' && state !== 'exited' && state !== 'stuck';
}

/**
 * What of the provider's state keeps the dependent from starting, to stand after "waits for". An edge that is not
 * required lets pass what will not come by itself, but never a mount that a guard is for: its empty directory is worse
 * than a wait.
 */
export function holdOfEdge(edge: UnitEdge, provider: Provider | undefined): string | undefined {
  if (edge.until === 'installed') return undefined;
  const firm = edge.required || edge.on.gone === 'guard';
  if (provider === undefined) return firm ? `${edge.processName}, which is not set up yet.` : undefined;
  if (isServing(edge.until, provider)) return undefined;
  const { processName, state } = provider.status;
  if (!firm && !isComing(state)) return undefined;
  const phrase = provider.leaving ? 'is about to be stopped' : phrases[state];
  return `${processName}, which ${phrase}${reasonOf(provider.status)}`;
}

/** Why, where that is not plain from the state itself. */
function reasonOf({ state, problem, reason }: UnitStatus): string {
  if (state === 'failed' || state === 'stuck') return `: ${problem?.message ?? reason}`;
  return state === 'running' || state === 'waiting' ? `: ${reason}` : '.';
}

const phrases: Readonly<Record<UnitState, string>> = {
  stopped: 'is stopped',
  waiting: 'waits itself',
  starting: 'is starting',
  running: 'is not healthy',
  stopping: 'is being stopped',
  backoff: 'has ended and will be started again',
  exited: 'has ended',
  failed: 'has failed',
  stuck: 'cannot be ended',
};

/** Looks once at what the provider shares, to stand after "waits for". */
export async function lookBehindEdge(
  edge: UnitEdge,
  { ownMounts }: Pick<Provider, 'ownMounts'>,
  parts: Pick<SupervisorParts, 'machine' | 'network'>,
): Promise<string | undefined> {
  for (const path of edge.mounts ?? []) {
    const state = await parts.machine.mountState(path, lookMs);
    if (state === 'none')
      return `the mount ${path} of ${edge.processName}: the directory is there, nothing is mounted.`;
    if (state === 'stale') return `the mount ${path} of ${edge.processName}, which does not answer.`;
    const own = ownMounts[path];
    if (own !== undefined && own !== (await parts.machine.mountAt(path)))
      return `the mount ${path} of ${edge.processName}: something else is mounted there now.`;
  }
  if (edge.port === undefined || (await parts.network.canConnect('127.0.0.1', edge.port, lookMs))) return undefined;
  return `${edge.processName} to answer on port ${edge.port}.`;
}
