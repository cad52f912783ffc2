import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Announcements } from '../rig/announcements.ts';
import type { Rig } from '../rig/open-rig.ts';
import type { Contender, Fleet, FleetSite } from './fleets/fleet.ts';

/** What rows measure with. */
export interface Bench {
  readonly rig: Rig;
  readonly announcements: Announcements;
  readonly contenders: readonly Contender[];
  /** How many units a fleet has where the row does not say otherwise. */
  readonly units: number;
}

/** What a fleet is to run. */
export interface FleetPlan {
  readonly units?: number;
  readonly program?: 'announce.sh' | 'count-up.sh' | 'write-lines.sh';
  /** Further arguments of the program, after its name and the pipe. */
  readonly args?: (directory: string) => readonly string[];
  readonly logged?: boolean;
}

let fleets = 0;

/** Runs the work on a new fleet of this side, which is not up yet, and leaves nothing of it. */
export async function withFleet<F extends Fleet, T>(
  bench: Bench,
  contender: { open(site: FleetSite): F },
  plan: FleetPlan,
  work: (fleet: F, site: FleetSite) => Promise<T>,
): Promise<T> {
  const { rig, announcements } = bench;
  fleets += 1;
  const directory = rig.makeDirectory(`fleet-${fleets}`);
  const program = fileURLToPath(new URL(`./programs/${plan.program ?? 'announce.sh'}`, import.meta.url));
  const args = plan.args?.(directory) ?? [];
  const units = Array.from({ length: plan.units ?? bench.units }, (_, index) => {
    const name = `unit-${index}`;
    return { name, argv: ['/bin/sh', program, name, announcements.path, ...args] as const };
  });
  const site: FleetSite = { rig, announcements, directory, units, logged: plan.logged ?? false };
  announcements.clear();
  const fleet = contender.open(site);
  try {
    return await work(fleet, site);
  } finally {
    await fleet.down();
    rig.sweep();
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** When the last unit of a fleet has said that it runs. */
export async function whenAllRun(site: FleetSite, limitMs = 60_000): Promise<number> {
  const words = await Promise.all(site.units.map(({ name }) => site.announcements.next(name, () => true, limitMs)));
  return Math.max(...words.map(({ at }) => at));
}
