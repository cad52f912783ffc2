import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { refuse } from './arguments.ts';

/** Runs the stand-in that lies beside a script: `src/main.py` → `src/main.stand-in.mjs`. Other Python cannot be run here. */
export async function runScript(program: string, script: string, args: readonly string[]): Promise<void> {
  const path = resolve(script);
  if (!existsSync(path)) refuse(`${program}: can't open file '${path}': [Errno 2] No such file or directory`);
  const standIn = path.replace(/\.py$/, '.stand-in.mjs');
  if (standIn === path || !existsSync(standIn))
    refuse(`${program}: this simulated Python cannot run ${path}: it has no stand-in`, 1);
  process.argv = [process.argv[0] ?? '', path, ...args];
  await import(pathToFileURL(standIn).href);
}
