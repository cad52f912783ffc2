import { setTimeout as sleep } from 'node:timers/promises';
import { countMembers, isKeeper, type Member, signalMember } from './census.ts';
import type { Chance } from './chance.ts';
import { takeNumberAgain } from './decoys.ts';
import type { Decoys } from './decoys.ts';
import { killPlane, note, startPlane, type World } from './world.ts';

const faults = [
  'kill a program',
  'kill a program',
  'kill a program',
  'kill a keeper',
  'kill a run',
  'stop for a while',
] as const;

/** Kills and stops processes of units at random until told to stop. */
export async function breakUnits(world: World, chance: Chance, signal: AbortSignal): Promise<void> {
  const waking = new Set<Promise<void>>();
  while (!signal.aborted) {
    await sleep(chance.between(100, 900));
    const members = countMembers(world.rig);
    if (members.length === 0) continue;
    const fault = chance.pick(faults);
    if (fault === 'stop for a while') {
      const wake: Promise<void> = stopForAWhile(world, chance.pick(members), chance.between(200, 4_000)).finally(() =>
        waking.delete(wake),
      );
      waking.add(wake);
    } else killOne(world, chance, fault, members);
  }
  await Promise.all(waking);
}

function killOne(
  world: World,
  chance: Chance,
  fault: Exclude<(typeof faults)[number], 'stop for a while'>,
  members: readonly Member[],
): void {
  const keepers = members.filter((member) => isKeeper(member, world.plane?.pid));
  const programs = members.filter((member) => !keepers.includes(member));
  if (keepers.length === 0 || programs.length === 0) return;
  if (fault === 'kill a run') {
    const { run } = chance.pick(members);
    members.filter((member) => member.run === run).forEach((member) => signalMember(member, 'SIGKILL'));
  } else signalMember(chance.pick(fault === 'kill a keeper' ? keepers : programs), 'SIGKILL');
  note(world, fault);
}

async function stopForAWhile(world: World, member: Member, ms: number): Promise<void> {
  if (!signalMember(member, 'SIGSTOP')) return;
  note(world, 'stop for a while');
  await sleep(ms);
  signalMember(member, 'SIGCONT');
}

/** Kills the control plane again and again; while it is away more happens, and a stranger gets a number of a dead keeper. */
export async function breakPlane(world: World, chance: Chance, decoys: Decoys, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(chance.between(4_000, 12_000), signal);
    if (signal.aborted) return;
    await killPlane(world);
    note(world, 'kill the control plane');
    if (chance.next() < 0.5) await takeNumberAgain(world, chance, decoys);
    await sleep(chance.between(0, 2_000));
    await startPlane(world);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
