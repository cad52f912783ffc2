import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { keeperScript, keeperShell } from '../keeper/keeper-script.ts';
import { identityOf } from '../processes/identity.ts';
import { errnoOf } from '../processes/proc-stat.ts';
import { spawnerName, spawnerScript } from './spawner-script.ts';

/** What became of an order. `unsure`: only the run record and its holders can say. */
export type Launch = 'launched' | 'refused' | 'unsure';

/** One process of the spawner script. Its orders are all decided at the latest when it is gone. */
export class SpawnerProcess {
  readonly #child: ChildProcess;
  readonly #pending = new Map<string, (launch: Launch) => void>();
  #lastOrder = 0;
  #rest = '';
  #open = true;
  #proven = false;

  constructor() {
    const self = identityOf(process.pid);
    const words = [String(self?.pid), String(self?.startTicks), keeperScript];
    // In a session of its own: what is typed at our terminal is not for it.
    const child = spawn(keeperShell, ['-c', spawnerScript, spawnerName, ...words], {
      cwd: '/',
      env: {},
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#child = child;
    child.once('error', () => this.#settleAll('refused'));
    child.unref();
    this.#connect(child);
  }

  /** Whether it still takes orders. */
  get open(): boolean {
    return this.#open;
  }

  /** Whether it ever started anything. */
  get proven(): boolean {
    return this.#proven;
  }

  order(lines: string): Promise<Launch> {
    const name = `@${(this.#lastOrder += 1)}`;
    return new Promise((resolve) => {
      if (!this.#open) return resolve('refused');
      this.#pending.set(name, resolve);
      this.#child.stdin?.write(`${name}\n${lines}`);
    });
  }

  /** For one that does not answer. Its group holds what it has forked and what is no keeper yet. */
  kill(): void {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      if (errnoOf(error) !== 'ESRCH') throw error;
    }
  }

  /** Without descriptors for its pipes there are none, and an error follows. */
  #connect({ stdin, stdout }: { readonly stdin: Writable | null; readonly stdout: Readable | null }): void {
    if (!stdin || !stdout) return void (this.#open = false);
    stdin.on('error', () => undefined); // it has died; the end of its answers tells that
    stdout.setEncoding('latin1').on('data', (text: string) => this.#hear(text));
    stdout.once('close', () => this.#settleAll('unsure'));
    for (const stream of [stdin, stdout]) unref(stream);
  }

  #hear(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const [name = '', status] = line.split(' ');
      this.#pending.get(name)?.(launchOf(Number(status)));
      this.#pending.delete(name);
      if (status === '0') this.#proven = true;
    }
  }

  #settleAll(launch: Launch): void {
    this.#open = false;
    for (const settle of this.#pending.values()) settle(launch);
    this.#pending.clear();
  }
}

/** A status beyond 128 is a death by signal, perhaps just after the fork. */
function launchOf(status: number): Launch {
  if (status === 0) return 'launched';
  return status > 128 ? 'unsure' : 'refused';
}

/** The pipes of a child are sockets, and must not keep us from ending. */
function unref(stream: Readable | Writable): void {
  if ('unref' in stream && typeof stream.unref === 'function') stream.unref();
}
