import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contender, Fleet, FleetSite } from './fleet.ts';

const program = fileURLToPath(new URL('./spawn-only.mjs', import.meta.url));

/** The limit: a bare Node program that only spawns. */
export const bareNode: Contender = {
  name: 'bare Node',
  kind: 'limit',
  asked: 'a message over a channel to its process',
  open: (site) => new BareNode(site),
};

class BareNode implements Fleet {
  readonly #site: FleetSite;
  #child: ChildProcess | undefined;

  constructor(site: FleetSite) {
    this.#site = site;
  }

  async up() {
    const { rig, directory, units } = this.#site;
    const list = join(directory, 'units.json');
    const shown = units.map((unit) => ({ ...unit, log: join(directory, `${unit.name}.log`) }));
    writeFileSync(list, JSON.stringify({ units: shown }));
    const processAt = performance.now();
    this.#child = spawn(process.execPath, [program, list], {
      env: rig.env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    await once(this.#child, 'message');
    return { processAt, orderedAt: processAt };
  }

  restart(unit: string) {
    this.#child?.send({ restart: unit });
    return Promise.resolve();
  }

  async status() {
    const child = this.#child;
    if (child === undefined) return 0;
    child.send({ status: true });
    const [answer] = (await once(child, 'message')) as [{ units: readonly unknown[] }]; // sent by spawn-only.mjs
    return answer.units.length;
  }

  supervisors() {
    return [this.#child?.pid ?? 0];
  }

  controlPlane() {
    return this.supervisors();
  }

  down() {
    this.#child?.kill('SIGKILL');
    return Promise.resolve();
  }
}
