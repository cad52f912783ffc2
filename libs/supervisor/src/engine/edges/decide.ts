import type { UnitId } from '@showrunner/contracts';
import type { UnitEdge } from '@showrunner/planner';
import type { UnitInput } from '../../machine/inputs.ts';
import { isLive, type UnitMemory } from '../../machine/memory.ts';

/** Bad answers in a row after which unhealthy is more than a flicker: enough to stop somebody else for it. */
const confirmedLooks = 3;

/** What is known of a unit when its edges are judged. */
export interface Known {
  readonly unitId: UnitId;
  readonly name: string;
  readonly edges: readonly UnitEdge[];
  readonly memory: UnitMemory;
}

export type Lookup = (unit: UnitId) => Known | undefined;

/**
 * What is due for a dependent, seen from how things are now and which runs it lives with; what was missed or is told
 * twice changes nothing. `users`: whoever must be stopped before it, because an edge pauses them with it.
 */
export function decideEdges(dependent: Known, lookup: Lookup, users: readonly Known[]): readonly UnitInput[] {
  const { memory } = dependent;
  const guarding = decideGuard(dependent, lookup);
  if (!isLive(memory) || memory.state === 'stopping' || memory.state === 'stuck') return guarding;
  const lost = lostBy(dependent, lookup, 'pause');
  if (lost !== undefined) {
    const free = users.every((user) => !isPausedWith(user, dependent) || !isLive(user.memory) || isStuck(user));
    const sentence = `${dependent.name} stops because ${lost}`;
    return free ? [...guarding, { kind: 'edge-pause', sentence }] : guarding;
  }
  const noted = runsToNote(dependent, lookup);
  const notes: UnitInput[] = Object.keys(noted).length === 0 ? [] : [{ kind: 'edge-runs', runs: noted }];
  const renewed = dependent.edges.find((edge) => isRenewed(edge, memory, lookup));
  if (renewed === undefined || !mayRestart(dependent, lookup)) return [...guarding, ...notes];
  const run = lookup(renewed.unitId)?.memory.run ?? 0;
  const sentence = `${dependent.name} restarts because ${renewed.processName} was restarted.`;
  return [...guarding, ...notes, { kind: 'edge-restart', provider: renewed.unitId, run, sentence }];
}

/** Whether an edge is about to stop it although it runs. */
export function isLeaving(unit: Known, lookup: Lookup, trail: ReadonlySet<UnitId> = new Set()): boolean {
  const { state } = unit.memory;
  if (state !== 'running' && state !== 'starting') return false;
  return lostBy(unit, lookup, 'pause', trail) !== undefined;
}

/** Raises the guard at a loss; begins to lift it when everything that it is for serves. */
function decideGuard(dependent: Known, lookup: Lookup): readonly UnitInput[] {
  const { name, edges, memory } = dependent;
  const guards = edges.filter(
    ({ until, on }) => until !== 'installed' && [on.gone, on.unhealthy, on.restarted].includes('guard'),
  );
  const back = edges.find((edge) => edge.on.restarted === 'guard' && isAnother(edge, memory, lookup));
  const lost =
    lostBy(dependent, lookup, 'guard') ?? (back === undefined ? undefined : `${back.processName} was restarted.`);
  const sentence = `${name} is guarded because ${lost}`;
  if (memory.guard === undefined) return lost !== undefined && isLive(memory) ? [{ kind: 'edge-guard', sentence }] : [];
  const away = guards.some((edge) => !serves(edge, lookup));
  if (!away) {
    const stableMs = Math.max(0, ...guards.map(({ stableMs: ms = 0 }) => ms));
    return memory.guard.calmSince === undefined ? [{ kind: 'edge-calm', stableMs }] : [];
  }
  if (memory.guard.calmSince === undefined) return [];
  return [{ kind: 'edge-guard', sentence: lost === undefined ? memory.guard.reason : sentence }];
}

/** The loss that asks for a reaction, to stand after "because". Only what it has lived with can be lost. */
function lostBy(
  { edges, memory }: Known,
  lookup: Lookup,
  reaction: 'pause' | 'guard' | 'restart',
  trail: ReadonlySet<UnitId> = new Set(),
): string | undefined {
  for (const edge of edges) {
    if (memory.providerRuns[edge.unitId] === undefined) continue;
    const loss = lossOf(edge, lookup, reaction === 'guard' ? 1 : confirmedLooks, trail);
    if (loss !== undefined && edge.on[loss] === reaction) return `${edge.processName} is ${loss}.`;
  }
  return undefined;
}

function lossOf(
  edge: UnitEdge,
  lookup: Lookup,
  looks: number,
  trail: ReadonlySet<UnitId>,
): 'gone' | 'unhealthy' | undefined {
  if (edge.until === 'installed') return undefined;
  const provider = lookup(edge.unitId);
  if (provider === undefined || trail.has(edge.unitId)) return provider === undefined ? 'gone' : undefined;
  const { state, process, health, unhealthyCount } = provider.memory;
  if (process === undefined || (state !== 'running' && state !== 'starting')) return 'gone';
  if (isLeaving(provider, lookup, new Set([...trail, edge.unitId]))) return 'gone';
  return state === 'running' && health === 'unhealthy' && unhealthyCount >= looks ? 'unhealthy' : undefined;
}

/** Whether the provider does what the edge asks of it. */
function serves({ unitId, until }: UnitEdge, lookup: Lookup): boolean {
  const provider = lookup(unitId);
  if (provider === undefined || isLeaving(provider, lookup, new Set([unitId]))) return false;
  const { state, health, process } = provider.memory;
  if (until === 'healthy') return state === 'running' && (health === 'healthy' || health === 'degraded');
  return process !== undefined && (state === 'running' || state === 'starting');
}

/** It lives with an earlier run of a provider that serves again, and the edge says that it must not. */
function isRenewed(edge: UnitEdge, memory: UnitMemory, lookup: Lookup): boolean {
  const { restarted } = edge.on;
  const asked = memory.providerRuns[edge.unitId] === 0 || restarted === 'restart' || restarted === 'pause';
  return asked && isAnother(edge, memory, lookup);
}

/** It serves with another run than the one that the dependent lives with. */
function isAnother(edge: UnitEdge, { providerRuns }: UnitMemory, lookup: Lookup): boolean {
  const known = providerRuns[edge.unitId];
  if (edge.until === 'installed' || known === undefined) return false;
  return known !== lookup(edge.unitId)?.memory.run && serves(edge, lookup);
}

/**
 * A restart that could not come back at once, or that would come again, waits: until the guard is lifted, until what it
 * cannot do without serves, until a provider on its way or due for a restart itself is there.
 */
function mayRestart({ edges, memory }: Known, lookup: Lookup): boolean {
  if (memory.guard !== undefined) return false;
  return edges.every((edge) => {
    const provider = lookup(edge.unitId);
    if (edge.until === 'installed' || provider === undefined) return true;
    const { state } = provider.memory;
    const coming = state === 'waiting' || state === 'starting' || state === 'stopping';
    if ((edge.required || coming) && !serves(edge, lookup)) return false;
    return !provider.edges.some((behind) => isRenewed(behind, provider.memory, lookup));
  });
}

/**
 * Runs to note without a reaction: of a provider that came after the dependent, of one that was lost where a loss asks
 * for a restart, and of one whose return was answered with a guard.
 */
function runsToNote({ edges, memory }: Known, lookup: Lookup): Record<UnitId, number> {
  const runs: Record<UnitId, number> = {};
  for (const edge of edges) {
    const provider = lookup(edge.unitId);
    if (edge.until === 'installed' || provider === undefined) continue;
    const known = memory.providerRuns[edge.unitId];
    const { run } = provider.memory;
    if (known === undefined) {
      if (serves(edge, lookup)) runs[edge.unitId] = run;
      continue;
    }
    if (edge.on.restarted === 'guard' && isAnother(edge, memory, lookup)) runs[edge.unitId] = run;
    const loss = lossOf(edge, lookup, confirmedLooks, new Set());
    if (known !== 0 && loss !== undefined && edge.on[loss] === 'restart') runs[edge.unitId] = 0;
  }
  return runs;
}

function isPausedWith({ edges, memory }: Known, provider: Known): boolean {
  return edges.some(
    ({ unitId, on }) => unitId === provider.unitId && on.gone === 'pause' && memory.providerRuns[unitId] !== undefined,
  );
}

function isStuck({ memory }: Known): boolean {
  return memory.state === 'stuck';
}
