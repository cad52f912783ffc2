import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UnitSpec } from '@showrunner/planner';
import { afterEach, beforeEach } from 'vitest';
import { aUnit } from '../../fixtures/a-unit.ts';
import { forgetRuns } from '../../fixtures/forget-runs.ts';
import { type MarkedProcess, markedProcesses } from './marked-processes.ts';
import { Plane } from './plane.ts';

/** A directory with control planes that come and go over the same units. */
export interface World {
  readonly directory: string;
  open(): Plane;
  /** A unit whose program is a shell script; its output is `<unit>.log`. */
  unit(name: string, script: string, changes?: Partial<UnitSpec>): UnitSpec;
  /** Living processes of the units, as the kernel has them. */
  living(unit?: string): readonly MarkedProcess[];
  /** What it has said so far, a line each; nothing yet is no line. */
  log(unit: string): readonly string[];
  /** Where the state of a unit is. */
  stateDirectory(unit: string): string;
}

/** A new world for each test; whatever a failed test has left is ended after it. */
export function useWorld(): World {
  let directory = '';
  const planes: Plane[] = [];
  const marks = new Map<string, string>();
  const stateDir = () => join(directory, 'state');
  const world: World = {
    get directory() {
      return directory;
    },
    open() {
      const plane = new Plane(directory);
      planes.push(plane);
      return plane;
    },
    unit: (name, script, changes = {}) => {
      const base = aUnit(name);
      return {
        ...base,
        argv: ['/bin/sh', '-c', script],
        env: { PATH: '/usr/bin:/bin' },
        cwd: directory,
        outputFile: join(directory, `${base.unitId}.log`),
        ...changes,
      };
    },
    living: (unit) => markedProcesses(stateDir(), marks).filter((found) => unit === undefined || found.unit === unit),
    log(unit) {
      const text = readFileSync(join(directory, `${unit}.log`), 'utf8').trimEnd();
      return text === '' ? [] : text.split('\n');
    },
    stateDirectory: (unit) => join(stateDir(), 'units', unit),
  };
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'showrunner-units-'));
  });
  afterEach(async () => {
    await Promise.all(planes.splice(0).map((plane) => plane.kill()));
    for (const { pid } of world.living()) endQuietly(pid);
    while (world.living().length > 0) await new Promise((resolve) => setImmediate(resolve)); // the killed still hold their groups
    await forgetRuns(stateDir());
    rmSync(directory, { recursive: true, maxRetries: 5 });
  });
  return world;
}

function endQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone meanwhile
  }
}
