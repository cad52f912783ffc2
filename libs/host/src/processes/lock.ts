import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Problem } from '@showrunner/contracts';
import type { ProcessIdentity, ProcessLock } from '@showrunner/platform';
import { identityOf, isSameAndAlive } from './identity.ts';
import { errnoOf } from './proc-stat.ts';

/** Rounds against others that take over the same stale lock at the same moment. */
const rounds = 20;

/**
 * Takes a lock file that names its holder. It appears whole, by a link, or not at all; that of a dead holder or of
 * another boot is taken over. @throws Problem `control-plane.running`
 */
export function takeLock(path: string): ProcessLock {
  const self = identityOf(process.pid);
  if (self === undefined) throw new Error('procfs does not know this process');
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const own = `${path}.${self.pid}.${self.startTicks}`;
  const text = JSON.stringify(self);
  writeFileSync(own, text, { mode: 0o600 });
  try {
    for (let round = 0; round < rounds; round += 1) {
      if (tryLink(own, path)) return { release: () => release(path, text) };
      const found = readText(path);
      const holder = found === undefined ? undefined : parseHolder(found);
      if (holder !== undefined && isSameAndAlive(holder)) throw running(path, holder);
      if (found !== undefined) removeStale(path, found, own);
    }
  } finally {
    rmSync(own, { force: true });
  }
  throw new Problem('control-plane.running', `${path} could not be taken: others take it at the same time.`);
}

function release(path: string, text: string): Promise<void> {
  if (readText(path) === text) rmSync(path, { force: true });
  return Promise.resolve();
}

/** Moves a stale lock aside; puts it back where it turns out that somebody else has replaced it meanwhile. */
function removeStale(path: string, stale: string, own: string): void {
  const aside = `${own}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return;
    throw error;
  }
  if (readText(aside) !== stale) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function parseHolder(text: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { pid, startTicks, bootId } = value as Partial<ProcessIdentity>; // checked in the next line
    if (typeof pid !== 'number' || typeof startTicks !== 'number' || typeof bootId !== 'string') return undefined;
    return { pid, startTicks, bootId };
  } catch {
    return undefined; // half a file from a full disk: nobody can hold it
  }
}

function running(path: string, holder: ProcessIdentity): Problem {
  return new Problem('control-plane.running', `Process ${holder.pid} holds ${path}.`, { details: { pid: holder.pid } });
}
