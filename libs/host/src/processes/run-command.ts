import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { CommandRequest, CommandResult } from '@showrunner/platform';
import { checkExecution, type Execution, spawnProblem } from './start/preflight.ts';
import { errnoOf } from './proc-stat.ts';

/** Each of stdout and stderr is kept up to this; what is beyond is read and dropped. */
const outputLimitBytes = 1024 * 1024;
/** Descendants that keep the pipes open are waited for so long after the command itself has ended. */
const drainMs = 500;

/** Runs a short command in a process group of its own, which is killed at the time limit or on abort. */
export async function runCommand(request: CommandRequest, signal?: AbortSignal): Promise<CommandResult> {
  signal?.throwIfAborted();
  const execution = { ...request, cwd: request.cwd ?? '/', env: request.env ?? baseEnvironment() };
  const program = checked(execution);
  const child = spawn(program, execution.argv.slice(1), {
    cwd: execution.cwd,
    env: execution.env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(request.user === undefined ? {} : request.user),
  });
  const kill = () => killGroup(child);
  const timer = setTimeout(kill, request.timeoutMs);
  signal?.addEventListener('abort', kill, { once: true });
  try {
    const result = await collect(child, request);
    signal?.throwIfAborted();
    return result;
  } catch (error) {
    signal?.throwIfAborted();
    throw spawnProblem(error, `${program} could not be started`);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', kill);
  }
}

function checked(execution: Execution): string {
  try {
    return checkExecution(execution);
  } catch (error) {
    throw spawnProblem(error, `${execution.argv[0]} could not be started`);
  }
}

async function collect(child: ChildProcess, request: CommandRequest): Promise<CommandResult> {
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error('The command has no pipes');
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      const close = setTimeout(() => {
        killGroup(child); // whoever keeps the pipes open is of this group, or has left it for good
        [stdout, stderr].forEach((stream) => stream.destroy());
      }, drainMs);
      child.once('close', () => clearTimeout(close));
      child.once('close', () => resolve({ code, signal }));
    });
  });
  stdin.on('error', () => undefined); // a command that does not read its input is free to
  stdin.end(request.stdin ?? '');
  const texts = [boundedText(stdout), boundedText(stderr)] as const;
  if (request.onLine !== undefined) [stdout, stderr].forEach((stream) => tellLines(stream, request.onLine));
  const { code, signal } = await ended;
  const [out, err] = texts.map((text) => text());
  return {
    code,
    signal,
    stdout: out?.text ?? '',
    stderr: err?.text ?? '',
    truncated: (out?.truncated ?? false) || (err?.truncated ?? false),
  };
}

function boundedText(stream: Readable): () => { text: string; truncated: boolean } {
  const chunks: Buffer[] = [];
  let size = 0;
  let truncated = false;
  stream.on('data', (chunk: Buffer) => {
    const room = outputLimitBytes - size;
    if (chunk.length > room) truncated = true;
    if (room > 0) chunks.push(chunk.subarray(0, room));
    size += Math.min(chunk.length, room);
  });
  return () => ({ text: Buffer.concat(chunks).toString('utf8'), truncated });
}

function tellLines(stream: Readable, onLine: CommandRequest['onLine']): void {
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  lines.on('line', (line) => onLine?.(line));
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    // Until Node has told the exit the pid is ours; afterwards members of the group keep its number from others.
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (errnoOf(error) !== 'ESRCH') throw error;
  }
}

function baseEnvironment(): Record<string, string> {
  const names = ['PATH', 'HOME', 'LANG', 'TZ'];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
