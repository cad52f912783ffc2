import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, constants, fchownSync, fstatSync, openSync, readFileSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '@showrunner/contracts';
import type { SpawnedProcess, SpawnRequest } from '@showrunner/platform';
import { keeperScript, keeperShell } from '../keeper/keeper-script.ts';
import { parseRunRecord, processOf, recordHeader } from '../keeper/run-record.ts';
import { currentBootId } from './identity.ts';
import { throughKeeper } from './keeper-environment.ts';
import { checkExecution, spawnProblem } from './preflight.ts';

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_TRUNC, O_WRONLY } = constants;
/** The keeper writes its first lines within milliseconds; a machine that needs longer than this is out of room. */
const recordPatienceMs = 10_000;

/** A keeper that this process started, and how it ended. */
export interface OwnKeeper {
  readonly process: SpawnedProcess;
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
}

/** Starts a keeper with its program, and waits until both have noted who they are. */
export async function spawnKept(request: SpawnRequest): Promise<OwnKeeper> {
  const program = checkExecution(request);
  const mark = randomUUID();
  const { argv, env } = throughKeeper(request, program, mark);
  const files: number[] = [];
  try {
    const log = openLog(request);
    files.push(log);
    const record = openOutput(request.exitFile, O_TRUNC, 0o600);
    files.push(record);
    writeSync(record, recordHeader(currentBootId(), mark));
    const child = spawn(keeperShell, ['-c', keeperScript, 'keeper', ...argv], {
      cwd: request.cwd,
      env,
      detached: true,
      stdio: ['ignore', record, record, log],
      ...(request.user === undefined ? {} : request.user),
    });
    const ended = endOf(child);
    child.unref();
    return { process: await waitForRecord(request.exitFile, ended), ended };
  } catch (error) {
    throw spawnProblem(error, `${program} could not be started`);
  } finally {
    files.forEach((file) => closeSync(file));
  }
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
    throw problem.code === 'unit.resources'
      ? problem
      : new Problem('file.unwritable', problem.message, { cause: error });
  }
}

function endOf(child: ChildProcess): OwnKeeper['ended'] {
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  ended.catch(() => undefined); // a failed spawn is told by waitForRecord; nobody else waits then
  return ended;
}

async function waitForRecord(path: string, ended: OwnKeeper['ended']): Promise<SpawnedProcess> {
  const deadline = performance.now() + recordPatienceMs;
  let over = false;
  const end = ended.then(() => void (over = true));
  for (;;) {
    const wasOver = over;
    const record = parseRunRecord(readFileSync(path, 'utf8'));
    const process = record === undefined ? undefined : processOf(record);
    if (process !== undefined) return process;
    if (wasOver || performance.now() > deadline) {
      throw new Problem('unit.resources', 'The keeper could not start a process.', { details: { errno: 'EAGAIN' } });
    }
    await Promise.race([sleep(1), end]);
  }
}
