import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { UnitId } from '@showrunner/contracts';
import type { Rig } from '../open-rig.ts';
import type { Orders } from './orders.ts';

const program = fileURLToPath(new URL('./plane.mjs', import.meta.url));

/** A control plane that runs. */
export interface Plane {
  readonly pid: number;
  /** By `performance.now()`: just before its process was made. */
  readonly startedAt: number;
  /** What it has taken over. */
  readonly adopted: readonly UnitId[];
  /** @throws what it answers instead, or that it is gone */
  tell<K extends keyof Orders>(kind: K, order: Orders[K]['order']): Promise<Orders[K]['answer']>;
  /** Ends it at once; its units live on. */
  kill(): Promise<void>;
  /** Resolves when it is gone. */
  readonly gone: Promise<void>;
}

/** When the logs of units are cut, and how many archives are kept. 0 bytes: never. */
export interface LogLimits {
  readonly sizeBytes: number;
  readonly count: number;
}

const unlimited: LogLimits = { sizeBytes: 0, count: 2 };

type Answer = { readonly id: number; readonly value?: unknown; readonly error?: string; readonly code?: string };

/** What an order failed with. */
export class OrderFailed extends Error {
  readonly code: string | undefined;

  constructor(message: string, code: string | undefined) {
    super(message);
    this.code = code;
  }
}

/** Starts a control plane over a state directory. Resolves when it has adopted what was there. */
export async function openPlane(rig: Rig, stateDir: string, logs: LogLimits = unlimited): Promise<Plane> {
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [...process.execArgv, program, stateDir, String(logs.sizeBytes), String(logs.count)],
    {
      cwd: rig.directory,
      env: rig.env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const tell = createTeller(child, gone);
  const adopted = await Promise.race([firstWord(child), gone.then(() => Promise.reject(endedEarly(child)))]);
  return {
    pid: child.pid ?? 0,
    startedAt,
    adopted,
    tell,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    gone,
  };
}

function firstWord(child: ChildProcess): Promise<readonly UnitId[]> {
  return new Promise((resolve) => {
    child.once('message', (message) => resolve((message as { adopted: readonly UnitId[] }).adopted)); // plane.mjs sends it first
  });
}

function endedEarly(child: ChildProcess): Error {
  return new Error(`The control plane ended with ${child.exitCode ?? child.signalCode} before it had adopted.`);
}

function createTeller(child: ChildProcess, gone: Promise<void>): Plane['tell'] {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let count = 0;
  child.on('message', (message) => {
    const { id, value, error, code } = message as Answer; // plane.mjs sends nothing else
    const caller = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) caller?.resolve(value);
    else caller?.reject(new OrderFailed(error, code));
  });
  void gone.then(() => {
    for (const { reject } of waiting.values()) reject(new OrderFailed('The control plane is gone.', 'plane.gone'));
    waiting.clear();
  });
  return (kind, order) =>
    new Promise((resolve, reject) => {
      count += 1;
      const id = count;
      waiting.set(id, { resolve: (value) => resolve(value as Orders[typeof kind]['answer']), reject }); // as orders.ts says
      child.send({ id, kind, ...order }, (error) => {
        if (error === null) return;
        waiting.delete(id);
        reject(new OrderFailed(error.message, 'plane.gone'));
      });
    });
}
