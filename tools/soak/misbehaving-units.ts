import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { UnitSpec } from '@showrunner/planner';
import type { Rig } from '../rig/open-rig.ts';
import { toUnitSpec } from '../rig/plane/unit-spec.ts';

/** Name of the environment variable that says of which unit a process is. */
export const unitVariable = 'SOAK_UNIT';

/** The unit's own program writes numbered lines. */
const writers = ['write.sh', 'flood.sh', 'exit.sh', 'deaf.sh'];

/** So many of a hundred units are of each kind. */
const shares = [
  ['write.sh', 40],
  ['exit.sh', 20],
  ['deaf.sh', 10],
  ['parent.sh', 10],
  ['stray.sh', 10],
  ['port.pl', 5],
  ['flood.sh', 5],
] as const;
const kinds = shares.flatMap(([program, count]) => Array.from({ length: count }, () => program));
const firstPort = 28_100;
/** A port that is closed for three looks in a row counts as stuck. */
const pace = { intervalMs: 1_000, timeoutMs: 500, failureThreshold: 3, successThreshold: 1 };

/** A unit of the soak. */
export interface SoakUnit {
  readonly name: string;
  readonly spec: UnitSpec;
  readonly writesNumbers: boolean;
}

/** Where units note how far they have written. */
export function notesDirectory(rig: Rig): string {
  return join(rig.directory, 'notes');
}

/** Units of all kinds, mixed. */
export function makeUnits(rig: Rig, count: number): readonly SoakUnit[] {
  // 37 shares no divisor with 100: the first units already are of all kinds.
  return Array.from({ length: count }, (_, index) =>
    makeUnit(rig, index, kinds[(index * 37) % kinds.length] ?? 'write.sh'),
  );
}

function makeUnit(rig: Rig, index: number, program: (typeof shares)[number][0]): SoakUnit {
  const name = `unit-${index}`;
  const path = fileURLToPath(new URL(`./programs/${program}`, import.meta.url));
  const port = firstPort + index;
  const essentials = {
    argv:
      program === 'port.pl'
        ? (['/usr/bin/perl', path, String(port)] as const)
        : (['/bin/sh', path, notesDirectory(rig)] as const),
    cwd: rig.directory,
    env: { ...rig.env, [unitVariable]: name },
    // One directory each: archives are many, and whoever looks for those of one log should not see those of all.
    outputFile: join(rig.makeDirectory(`log/${name}`), `${name}.log`),
  };
  const policy = {
    when: 'always',
    backoffMs: [100, 500, 2_000],
    maxRestarts: 1_000,
    windowMs: 60_000,
    unhealthyThreshold: 3,
  } as const;
  // A fifth may give up: the road into the crash loop and out of it by hand is walked as well.
  const restart = index % 5 === 0 ? { ...policy, when: 'on-failure' as const, maxRestarts: 3 } : policy;
  const liveness = program === 'port.pl' ? [{ kind: 'tcp', port, ...pace } as const] : [];
  const spec = toUnitSpec(name, essentials, {
    restart,
    probes: { startup: [], readiness: [], liveness },
    startupMs: 5_000,
    stop: { signal: 'SIGTERM', graceMs: 1_000 },
  });
  return { name, spec, writesNumbers: writers.includes(program) };
}
