import { toProblem } from '@showrunner/contracts';
import type { UnitSpec } from '@showrunner/planner';
import type { SupervisorParts } from '../parts.ts';
import type { UnitActor } from '../unit/unit-actor.ts';
import { awaitState, isDown } from './await-state.ts';

/** The order in which a stack goes down: readers before what they read from. */
export const stopTiers: readonly UnitSpec['stopTier'][] = ['media', 'apps', 'clients', 'databases'];

/** Time that is kept back of each tier's share for the end after KILL. */
const afterKillMs = 1_000;

/**
 * Stops all units, tier after tier, within one deadline that is divided over the tiers that are left. Members of a tier stop
 * at once, except that who uses another one goes before it. What is wanted stays wanted. Answers the units that live on all
 * the same.
 */
export async function stopStack(
  actors: readonly UnitActor[],
  deadlineMs: number,
  parts: Pick<SupervisorParts, 'clock' | 'logger'>,
): Promise<readonly UnitActor[]> {
  const { clock } = parts;
  const end = clock.monotonic() + deadlineMs;
  const tiers = stopTiers
    .map((tier) => actors.filter(({ spec }) => spec.stopTier === tier))
    .filter(({ length }) => length > 0);
  for (const [index, tier] of tiers.entries()) {
    const tierEnd = clock.monotonic() + Math.max(0, (end - clock.monotonic()) / (tiers.length - index));
    const waves = wavesOf(tier);
    for (const [before, wave] of waves.entries()) {
      const share = Math.max(0, (tierEnd - clock.monotonic()) / (waves.length - before));
      await Promise.all(wave.map((actor) => stopOne(actor, share, parts)));
    }
  }
  return actors.filter(({ memory }) => isDown(memory) !== true);
}

/** Users before what they use, as far as both are of this tier. Members of a circle go at once. */
function wavesOf(tier: readonly UnitActor[]): readonly (readonly UnitActor[])[] {
  const waves: (readonly UnitActor[])[] = [];
  for (let left = tier; left.length > 0;) {
    const used = new Set(
      left.flatMap(({ spec }) => spec.edges.flatMap(({ unitId, until }) => (until === 'installed' ? [] : [unitId]))),
    );
    const free = left.filter(({ spec }) => !used.has(spec.unitId));
    const wave = free.length === 0 ? left : free;
    waves.push(wave);
    left = left.filter((actor) => !wave.includes(actor));
  }
  return waves;
}

async function stopOne(
  actor: UnitActor,
  shareMs: number,
  { clock, logger }: Pick<SupervisorParts, 'clock' | 'logger'>,
) {
  const graceMs = Math.min(actor.runningSpec.stop.graceMs, Math.max(0, shareMs - afterKillMs));
  await actor.post({ kind: 'stop', requester: { by: 'shutdown' }, graceMs });
  const late = new AbortController();
  const cancel = clock.after(Math.max(shareMs, afterKillMs), () => late.abort(new Error('The deadline is over')));
  try {
    await awaitState(actor, isDown, late.signal);
  } catch (error) {
    logger.warn('unit.left-behind', { unit: actor.spec.unitId, message: toProblem(error).message });
  } finally {
    cancel();
  }
}
