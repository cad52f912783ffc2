import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from './wait-for.ts';

const root = new URL('../../../..', import.meta.url).pathname;

/** A built control plane that a test has started, with a data root of its own. */
export interface Showrunner {
  readonly url: string;
  readonly port: number;
  readonly dataRoot: string;
  readonly pid: number;
  /** Everything that it has printed. */
  output(): string;
  /** SIGKILL: the control plane is gone, its units are not told. */
  kill(): Promise<void>;
  /** Starts again on the same data root and port. */
  startAgain(): Promise<void>;
  /** SIGTERM and wait; the stack stops in order. */
  stop(): Promise<void>;
}

/** A directory that services' own users can reach. */
export function makeDataRoot(): string {
  const path = mkdtempSync(join(tmpdir(), 'showrunner-e2e-'));
  chmodSync(path, 0o711);
  return path;
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}

/** Starts the built server and waits until it has printed its address. */
export async function startShowrunner(
  options: {
    args?: readonly string[];
    env?: Record<string, string>;
    dataRoot?: string;
    /** A program with its arguments that becomes the server: `bareMachine()`. */
    launcher?: readonly string[];
  } = {},
): Promise<Showrunner> {
  const dataRoot = options.dataRoot ?? makeDataRoot();
  const port = await freePort();
  let child: ChildProcess;
  let output = '';
  let ended: Promise<void>;

  const start = async () => {
    const server = [process.execPath, join(root, 'apps/api/dist/main.js'), ...(options.args ?? [])];
    const [program = '', ...args] = [...(options.launcher ?? []), ...server];
    child = spawn(program, args, {
      env: { ...process.env, SHOWRUNNER_DATA: dataRoot, SHOWRUNNER_PORT: String(port), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    let exit: string | undefined;
    ended = new Promise((resolve) =>
      child.once('exit', (code, signal) => {
        exit = `exit ${code ?? signal}`;
        resolve();
      }),
    );
    await waitFor(
      'the address of the server',
      () => {
        if (exit !== undefined) throw new Error(`The server ended (${exit}):\n${output}`);
        return output.includes(`http://127.0.0.1:${port}`);
      },
      60_000,
    );
  };
  await start();

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    dataRoot,
    get pid() {
      return child.pid ?? 0;
    },
    output: () => output,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    startAgain: start,
    async stop() {
      // After a kill, what it has left is taken over first, so that it can be stopped in order.
      if (child.exitCode !== null || child.signalCode !== null) await start();
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Processes whose working directory or program lies under the data root: what a test must not leave behind. */
export function processesUnder(dataRoot: string): readonly number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids
    .filter((pid) => {
      try {
        const cwd = readlinkSync(`/proc/${pid}/cwd`);
        const environment = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return cwd.startsWith(dataRoot) || environment.includes(`${dataRoot}/`);
      } catch {
        return false; // it has ended, or it is not ours to look at
      }
    })
    .map(Number);
}

/** Mount points under the data root. */
export function mountsUnder(dataRoot: string): readonly string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((path) => path.startsWith(`${dataRoot}/`));
}

/** Removes the data root after proof that nothing lives there any more. */
export function removeDataRoot(dataRoot: string): void {
  const left = processesUnder(dataRoot);
  const mounts = mountsUnder(dataRoot);
  if (left.length > 0 || mounts.length > 0) {
    throw new Error(
      `Left behind under ${dataRoot}: processes ${left.join(', ') || 'none'}, mounts ${mounts.join(', ') || 'none'}.`,
    );
  }
  rmSync(dataRoot, { recursive: true, force: true });
}
