import { listPids, lookAt, type ProcessLook } from '../../rig/proc.ts';
import { countMembers, type Member, stillLives } from '../census.ts';
import { violate, type World } from '../world.ts';

/** Remembers what a single look cannot tell. */
export interface ProcessCheck {
  look(): void;
}

/** Never two living runs of one unit, and nobody who is dead stays. */
export function createProcessCheck(world: World): ProcessCheck {
  const told = new Set<string>();
  let zombies = new Map<string, ProcessLook>();
  return {
    look() {
      const members = countMembers(world.rig);
      for (const [unit, runs] of groupByUnit(members)) {
        if (runs.size > 1 && overlap([...runs.values()]) && !told.has([...runs.keys()].join())) {
          told.add([...runs.keys()].join());
          const lists = [...runs.values()].map((run) => run.map(({ pid, comm }) => `${comm} ${pid}`).join(', '));
          violate(world, 'never two of one unit', `${unit}: ${lists.join(' and ')}`);
        }
      }
      const now = findZombies(world, members);
      for (const [key, { pid, parent }] of now) {
        if (zombies.has(key)) violate(world, 'no zombie', `${pid}, a child of ${parent}, for more than a second`);
      }
      zombies = now;
    },
  };
}

function groupByUnit(members: readonly Member[]): ReadonlyMap<string, ReadonlyMap<string, Member[]>> {
  const units = new Map<string, Map<string, Member[]>>();
  for (const member of members) {
    const runs = units.get(member.unit) ?? new Map<string, Member[]>();
    units.set(member.unit, runs);
    runs.set(member.run, [...(runs.get(member.run) ?? []), member]);
  }
  return units;
}

/**
 * Looking takes time: one run may have ended and the next begun while all processes were looked at. Two runs overlap when
 * somebody of the first lives after somebody of the second was seen, in both orders.
 */
function overlap(runs: readonly Member[][]): boolean {
  const [first = [], second = []] = runs;
  return first.some(stillLives) && second.some(stillLives) && first.some(stillLives);
}

/** Dead children of the control plane and of keepers: theirs to reap. What a program does not reap is its own affair. */
function findZombies(world: World, members: readonly Member[]): Map<string, ProcessLook> {
  const parents = new Set([
    world.plane?.pid,
    ...members.filter(({ pid, session }) => pid === session).map(({ pid }) => pid),
  ]);
  const stopped = new Set(members.filter(({ state }) => state === 'T').map(({ pid }) => pid));
  const zombies = listPids()
    .map((pid) => lookAt(pid))
    .filter(
      (look): look is ProcessLook => look?.state === 'Z' && parents.has(look.parent) && !stopped.has(look.parent),
    );
  return new Map(zombies.map((look) => [`${look.pid}.${look.startTicks}`, look]));
}
