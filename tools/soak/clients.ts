import { setTimeout as sleep } from 'node:timers/promises';
import { OrderFailed } from '../rig/plane/open-plane.ts';
import type { Chance } from './chance.ts';
import { note, violate, type World } from './world.ts';

/** A command that has not been answered after this time never will be. */
const settleMs = 60_000;
const commands = ['start', 'stop', 'restart'] as const;

/** One client: commands at random, some units far more often than others, until told to stop. */
export async function runClient(world: World, chance: Chance, signal: AbortSignal): Promise<void> {
  const open = new Set<Promise<void>>();
  while (!signal.aborted) {
    const { spec } = chance.pickUneven(world.units);
    const command: Promise<void> = order(world, chance.pick(commands), spec.unitId).finally(() => open.delete(command));
    open.add(command);
    // Most wait for their answer; others command again before it, also the same unit.
    if (chance.next() < 0.5) await command;
    await sleep(chance.between(20, 600));
  }
  await Promise.all(open);
}

async function order(world: World, kind: (typeof commands)[number], unit: World['units'][number]['spec']['unitId']) {
  const { plane } = world;
  if (plane === undefined) return note(world, 'commands while there was no control plane');
  const late = sleep(settleMs, 'late' as const, { ref: false });
  const answered = plane.tell(kind, { unit }).then(
    () => `${kind} answered`,
    (error: unknown) => {
      if (error instanceof OrderFailed) return `${kind} refused: ${error.code ?? error.message}`;
      throw error;
    },
  );
  const outcome = await Promise.race([answered, late]);
  if (outcome === 'late')
    violate(world, 'commands settle', `${kind} ${unit} was not answered within ${settleMs / 1000} s`);
  else note(world, outcome);
}
