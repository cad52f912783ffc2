import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { notesDirectory, type SoakUnit } from '../misbehaving-units.ts';
import { violate, type World } from '../world.ts';
import { fillIn } from './fill-in.ts';

const chunkBytes = 1 << 20;
/** At the end of a line: a program that was killed while it wrote may have left half a line before the next run's first. */
const numbered = /([0-9a-f-]{36}) (\d+)$/;
const invariant = 'no line lost, doubled or reordered';

/** Follows the logs of all units that write numbers, by itself and not by the product's reader. */
export interface LineAudit {
  /** Reads what has grown. */
  look(): void;
  /** After the end of all units: nothing is missing at the ends either. Answers how much was checked. */
  conclude(): { readonly lines: number; readonly archives: number };
}

/** Lines are `run number`: within a run each number follows the one before. */
export function createLineAudit(world: World): LineAudit {
  const lastOfRun = new Map<string, number>();
  let lines = 0;
  const check = (unit: string, line: string): void => {
    const [, run, text] = numbered.exec(line) ?? [];
    // A shell says a word of its own when a child of it was killed. A numbered line that was torn leaves a gap.
    if (run === undefined) return;
    lines += 1;
    const expected = (lastOfRun.get(run) ?? 0) + 1;
    if (Number(text) !== expected) violate(world, invariant, `${unit}: "${line}" where number ${expected} was due`);
    lastOfRun.set(run, Number(text));
  };
  const logs = world.units.filter(({ writesNumbers }) => writesNumbers).map((unit) => createLogReader(unit, check));
  return {
    look: () => logs.forEach((log) => log.read()),
    conclude() {
      logs.forEach((log) => log.read());
      const notes = notesDirectory(world.rig);
      for (const run of readdirSync(notes)) {
        const noted = Number(readFileSync(join(notes, run), 'utf8'));
        const last = lastOfRun.get(run) ?? 0;
        if (last < noted) violate(world, invariant, `run ${run} has written ${noted} lines, ${last} are in its log`);
      }
      logs.forEach((log) => log.close());
      const directories = world.units.map(({ spec }) => dirname(spec.outputFile));
      const archives = directories
        .flatMap((directory) => readdirSync(directory))
        .filter((name) => name.endsWith('.gz'));
      return { lines, archives: archives.length };
    },
  };
}

/**
 * Reads on from where it was. Offsets of a log do not move when it is cut, and what was cut off reads as zeros; where that
 * cannot be, the log is renamed before a start and another one begins.
 */
function createLogReader({ name, spec }: SoakUnit, onLine: (unit: string, line: string) => void) {
  const path = spec.outputFile;
  const buffer = Buffer.alloc(chunkBytes);
  let file: number | undefined;
  let offset = 0;
  let rest = '';
  const readGrowth = (from: number): void => {
    const { size } = fstatSync(from);
    while (offset < size) {
      const bytes = buffer.subarray(0, readSync(from, buffer, 0, chunkBytes, offset));
      fillIn(path, bytes, offset);
      offset += bytes.length;
      const parts = (rest + bytes.toString('latin1')).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) onLine(name, line);
    }
  };
  const close = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
    offset = 0;
  };
  return {
    read() {
      if (file === undefined && existsSync(path)) file = openSync(path, 'r');
      if (file === undefined) return;
      const replaced = statSync(path, { throwIfNoEntry: false })?.ino !== fstatSync(file).ino;
      readGrowth(file);
      if (replaced) close();
    },
    close,
  };
}
