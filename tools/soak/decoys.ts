import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Rig } from '../rig/open-rig.ts';
import { lookAt, type ProcessLook } from '../rig/proc.ts';
import { countMembers, isKeeper, signalMember, stillLives } from './census.ts';
import type { Chance } from './chance.ts';
import { note, violate, type World } from './world.ts';

const program = fileURLToPath(new URL('./programs/decoy.sh', import.meta.url));
/** How long the machine's own first process may take to reap what it has inherited. */
const reapMs = 5_000;
const lastPidFile = '/proc/sys/kernel/ns_last_pid';

/** Strangers: processes that look like ours and are not. */
export interface Decoys {
  /** One more, in a session of its own. */
  add(env?: Readonly<Record<string, string>>): ProcessLook | undefined;
  /** Notes every one that was signalled or ended. */
  check(world: World): void;
  readonly count: number;
}

/** All are the shell that keepers are too; some carry marks of runs that were never ours. */
export function createDecoys(rig: Rig): Decoys {
  const heard = join(rig.makeDirectory('decoys'), 'signals');
  const decoys: ProcessLook[] = [];
  let told = 0;
  const add: Decoys['add'] = (env = {}) => {
    const options = { env: { ...rig.env, ...env }, stdio: 'ignore', detached: true } as const;
    const child = spawn('/bin/sh', [program, heard], options);
    child.unref();
    const look = lookAt(child.pid ?? 0);
    if (look !== undefined) decoys.push(look);
    return look;
  };
  for (let index = 0; index < 6; index += 1) add(index % 2 === 0 ? {} : { SHOWRUNNER_RUN: randomUUID() });
  return {
    add,
    check(world) {
      const lines = existsSync(heard) ? readFileSync(heard, 'utf8').split('\n').slice(0, -1) : [];
      lines.slice(told).forEach((signal) => violate(world, 'no stranger signalled', `one got ${signal}`));
      told = lines.length;
      for (const decoy of decoys.filter((candidate) => !stillLives(candidate))) {
        violate(world, 'no stranger signalled', `process ${decoy.pid} was killed`);
        decoys.splice(decoys.indexOf(decoy), 1);
      }
      for (const { pid } of decoys) {
        if (lookAt(pid)?.state === 'T') violate(world, 'no stranger signalled', `process ${pid} was stopped`);
      }
    },
    get count() {
      return decoys.length;
    },
  };
}

/**
 * While no control plane lives, a whole run is killed and a stranger gets the number that its keeper had, with a session
 * and a group of that number: what a record names is there again and is not it. The kernel gives out the number after the
 * one that is written; somebody else may be faster, then nothing has happened.
 */
export async function takeNumberAgain(world: World, chance: Chance, decoys: Decoys): Promise<void> {
  const members = countMembers(world.rig);
  const keepers = members.filter((member) => isKeeper(member, undefined));
  if (keepers.length === 0 || process.getuid?.() !== 0) return;
  const keeper = chance.pick(keepers);
  const run = members.filter((member) => member.run === keeper.run);
  run.forEach((member) => signalMember(member, 'SIGKILL'));
  // The number is free once whoever has inherited the dead has reaped them.
  const deadline = performance.now() + reapMs;
  while (run.some(isThere)) {
    if (performance.now() > deadline) return note(world, 'a keeper was not reaped in time to give its number away');
    await sleep(5);
  }
  writeFileSync(lastPidFile, String(keeper.pid - 1));
  if (decoys.add()?.pid === keeper.pid) note(world, 'a stranger got the number of a keeper');
}

/** Whether a process is there, be it dead and not reaped. */
function isThere({ pid, startTicks }: ProcessLook): boolean {
  return lookAt(pid)?.startTicks === startTicks;
}
