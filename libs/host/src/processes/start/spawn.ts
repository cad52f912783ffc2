import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, constants, fchownSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { Problem } from '@showrunner/contracts';
import type { SpawnedProcess, SpawnRequest } from '@showrunner/platform';
import { awaitNotes } from '../../keeper/await-notes.ts';
import { checkEntry, type Entry, entryScript, isPlain, leadIn, notEnteredCode } from '../../keeper/entry.ts';
import { keeperScript, keeperShell } from '../../keeper/keeper-script.ts';
import { recordHeader } from '../../keeper/run-record.ts';
import type { KeeperOrder } from '../../spawner/spawn-order.ts';
import type { Spawner } from '../../spawner/spawner.ts';
import { currentBootId } from '../identity.ts';
import { throughKeeper } from './keeper-environment.ts';
import { checkExecution, spawnProblem } from './preflight.ts';

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_TRUNC, O_WRONLY } = constants;

interface End {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A keeper that we started. `ended` where it is our own child, and not one of the spawner's. */
export interface StartedKeeper {
  readonly process: SpawnedProcess;
  readonly ended?: Promise<End>;
}

/** How a keeper comes to be. */
export interface SpawnRoad {
  readonly spawner: Spawner;
  /** What is done for this request before its keeper is one: cgroup and resource limits. */
  entryOf(request: SpawnRequest): Entry;
  /** Takes back what was made for an entry that came to nothing. */
  giveUp(entry: Entry): void;
}

/**
 * Starts a keeper with its program, and waits until both have noted who they are. The spawner is the short road; what
 * it refuses goes through Node itself, which is slower and tells exactly what is wrong.
 */
export async function spawnKept(request: SpawnRequest, road: SpawnRoad): Promise<StartedKeeper> {
  const mark = randomUUID();
  const files: number[] = [];
  let entry: Entry | undefined;
  try {
    const program = checkExecution(request);
    entry = road.entryOf(request);
    checkEntry(entry);
    const header = recordHeader(currentBootId(), mark, entry.cgroup);
    const log = openLog(request);
    files.push(log);
    const record = openOutput(request.exitFile, O_TRUNC, 0o600);
    files.push(record);
    const { argv, env } = throughKeeper(request, program, mark);
    const order: KeeperOrder = { record, log, cwd: request.cwd, env, argv, user: request.user, entry };
    writeSync(record, header);
    const process = await throughSpawner(order, request.exitFile, road.spawner);
    if (process !== undefined) return { process };
    ftruncateSync(record);
    writeSync(record, header);
    return await directly(order, request.exitFile);
  } catch (error) {
    if (entry !== undefined) road.giveUp(entry);
    throw spawnProblem(error, `${request.argv[0]} could not be started`);
  } finally {
    files.forEach((file) => closeSync(file));
  }
}

/** `undefined`: it was not started, and cannot be any more. */
async function throughSpawner(
  order: KeeperOrder,
  exitFile: string,
  spawner: Spawner,
): Promise<SpawnedProcess | undefined> {
  const launch = await spawner.launch(order);
  return launch === 'refused' ? undefined : (await awaitNotes(exitFile, launch === 'unsure')).process;
}

async function directly(order: KeeperOrder, exitFile: string): Promise<StartedKeeper> {
  const keeper = [keeperShell, '-c', keeperScript, 'keeper', ...order.argv];
  const plain = isPlain(order.entry);
  const entered = [keeperShell, '-c', entryScript, 'entry', ...order.entry.cgroupFiles, '--'];
  const [shell = keeperShell, ...argv] = plain ? keeper : [...entered, ...leadIn(order.entry, order.user), ...keeper];
  const child = spawn(shell, argv, {
    cwd: order.cwd,
    env: order.env,
    detached: true,
    stdio: ['ignore', order.record, order.record, order.log],
    ...(plain ? order.user : {}),
  });
  const ended = endOf(child);
  child.unref();
  const notes = await awaitNotes(exitFile, false, ended);
  if (notes.process !== undefined) return { process: notes.process, ended };
  const { code } = await ended;
  if (code === notEnteredCode) throw new Problem('unit.limits', `The limits could not be set: ${notes.words}.`);
  const errno = /memory/i.test(notes.words) ? 'ENOMEM' : 'EAGAIN';
  throw spawnProblem(Object.assign(new Error(notes.words || errno), { code: errno }), 'The keeper could not fork');
}

function openLog(request: SpawnRequest): number {
  const file = openOutput(request.logFile, 0, 0o640);
  if (request.user !== undefined && process.getuid?.() === 0 && fstatSync(file).uid !== request.user.uid) {
    fchownSync(file, request.user.uid, request.user.gid);
  }
  return file;
}

function openOutput(path: string, flags: number, mode: number): number {
  try {
    return openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | flags, mode);
  } catch (error) {
    const problem = spawnProblem(error, `${path} could not be opened`);
    throw problem.code.startsWith('unit.no-')
      ? problem
      : new Problem('file.unwritable', problem.message, { cause: error });
  }
}

function endOf(child: ChildProcess): Promise<End> {
  const ended = new Promise<End>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  ended.catch(() => undefined); // a failed spawn is told below; nobody else waits then
  return ended;
}
