import { join } from 'node:path';
import { toUnitId } from '@showrunner/contracts';
import { type LogLimits, openPlane, type Plane } from '../../rig/plane/open-plane.ts';
import { toUnitSpec } from '../../rig/plane/unit-spec.ts';
import { lookAt } from '../../rig/proc.ts';
import type { Contender, Fleet, FleetSite } from './fleet.ts';

/** Our side, which also follows logs and counts what it has adopted. */
export interface OwnFleet extends Fleet {
  readonly plane: Plane;
}

/** Our engine in a process of its own, over the same rooms as the product. */
export const showrunner: Contender & { open(site: FleetSite): OwnFleet } = {
  name: 'Showrunner',
  kind: 'ours',
  asked: 'engine, over a channel to its process',
  open: (site) => new Own(site, { sizeBytes: 0, count: 2 }),
};

/** The same with logs that are cut and compressed, as the product does by default. */
export const rotatingShowrunner: typeof showrunner = {
  ...showrunner,
  name: 'Showrunner, rotating at 10 MiB',
  open: (site) => new Own(site, { sizeBytes: 10 * 2 ** 20, count: 2 }),
};

class Own implements OwnFleet {
  readonly #site: FleetSite;
  readonly #logs: LogLimits;
  #plane: Plane | undefined;

  constructor(site: FleetSite, logs: LogLimits) {
    this.#site = site;
    this.#logs = logs;
  }

  get plane(): Plane {
    if (this.#plane === undefined) throw new Error('up() comes first');
    return this.#plane;
  }

  /** A second time, on what the first has left, nothing is ordered: all units are known. */
  async up() {
    const { rig, directory, units } = this.#site;
    const known = this.#plane !== undefined;
    const processAt = performance.now();
    this.#plane = await openPlane(rig, join(directory, 'state'), this.#logs);
    const orderedAt = performance.now();
    if (!known) await this.#plane.tell('up', { specs: units.map((unit) => this.#specOf(unit)) });
    return { processAt, orderedAt };
  }

  #specOf({ name, argv }: FleetSite['units'][number]) {
    const { rig, directory } = this.#site;
    return toUnitSpec(name, { argv, cwd: directory, env: rig.env, outputFile: logOf(this.#site, name) });
  }

  async restart(unit: string) {
    await this.plane.tell('restart', { unit: toUnitId(unit) });
  }

  async status() {
    const units = await this.plane.tell('list', {});
    return units.filter(({ pid }) => pid !== undefined).length;
  }

  /** The keeper of a unit is the parent of its program. */
  supervisors() {
    const { announcements, units } = this.#site;
    const keepers = units.flatMap(({ name }) => lookAt(announcements.latest(name)?.pid ?? 0)?.parent ?? []);
    return [this.plane.pid, ...keepers.filter((pid) => pid > 1)];
  }

  controlPlane() {
    return [this.plane.pid];
  }

  async down() {
    await this.#plane?.kill();
  }
}

/** Where the output of one of our units goes. */
export function logOf(site: FleetSite, unit: string): string {
  return join(site.directory, `${unit}.log`);
}
