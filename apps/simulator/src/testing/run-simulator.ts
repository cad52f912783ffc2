import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from './run-program.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** The simulator as it is run, on a port of its own with a folder of its own, which go away with it. */
export async function runSimulator(): Promise<{ readonly url: string; readonly folder: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
  const root = join(folder, 'simulator');
  const program = runProgram([process.execPath, '--conditions=source', main, '--port', '0', '--root', root]);
  await program.whenSaid('"event":"listening"');
  const url = /"event":"listening","url":"([^"]+)"/.exec(program.output())?.[1] ?? '';
  return {
    url,
    folder,
    [Symbol.asyncDispose]: async () => {
      await program[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
