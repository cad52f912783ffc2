import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Rig } from '../../rig/open-rig.ts';

const program = fileURLToPath(new URL('../../../apps/api/dist/main.js', import.meta.url));

/** The built product over a data root: HTTP, sockets, stack, engine, all in its one process. */
export interface Product {
  readonly pid: number;
  /** By `performance.now()`: just before its process was made. */
  readonly startedAt: number;
  readonly url: string;
  kill(): Promise<void>;
}

/**
 * Writes a stack document in which each unit is an instance that is switched off: the product shows what its engine says
 * of them and never plans them, so that they may be any program.
 */
export function writeDocument(root: string, units: readonly string[]): void {
  const instances = Object.fromEntries(
    units.map((name, index) => [name, { enabled: false, process_name: name, port: 20_000 + index }]),
  );
  mkdirSync(join(root, 'config'), { recursive: true });
  writeFileSync(join(root, 'config', 'dumb_config.json'), JSON.stringify({ zurg: { instances } }));
}

/** Starts the product. Does not wait until it answers: how long that takes is for the caller to measure. */
export function openProduct(rig: Rig, root: string, port: number): Product {
  const startedAt = performance.now();
  const child: ChildProcess = spawn(process.execPath, [program], {
    cwd: rig.directory,
    env: { ...rig.env, SHOWRUNNER_DATA: root, SHOWRUNNER_PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    pid: child.pid ?? 0,
    startedAt,
    url: `http://127.0.0.1:${port}`,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
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
