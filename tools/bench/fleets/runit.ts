import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findByName } from './find-supervisors.ts';
import type { Contender, Fleet, FleetSite } from './fleet.ts';
import { runTool } from './run-tool.ts';
import { writeServiceDirectories } from './service-directories.ts';

/** Debian's runit: runsvdir over a directory of services. */
export const runit: Contender = {
  name: 'runit',
  kind: 'peer',
  asked: 'its command sv',
  open: (site) => new Runit(site),
};

class Runit implements Fleet {
  readonly #site: FleetSite;
  #scan = '';

  constructor(site: FleetSite) {
    this.#site = site;
  }

  up() {
    this.#scan = writeServiceDirectories(this.#site, (logs) => `svlogd ${logs}`);
    const processAt = performance.now();
    spawn('/usr/bin/runsvdir', [this.#scan], { env: this.#site.rig.env, stdio: 'ignore' });
    return Promise.resolve({ processAt, orderedAt: processAt });
  }

  /** TERM is all that a restart takes: what ends is started again. It is quicker than `sv restart`, which also waits. */
  async restart(unit: string) {
    await runTool(['/usr/bin/sv', 'term', join(this.#scan, unit)], this.#site.rig.env);
  }

  async status() {
    const services = this.#site.units.map(({ name }) => join(this.#scan, name));
    const text = await runTool(['/usr/bin/sv', 'status', ...services], this.#site.rig.env);
    return text.split('\n').filter((line) => line.startsWith('run:')).length;
  }

  supervisors() {
    return findByName(this.#site.rig, ['runsvdir', 'runsv', 'svlogd']);
  }

  controlPlane() {
    return findByName(this.#site.rig, ['runsvdir', 'runsv']);
  }

  down() {
    return Promise.resolve();
  }
}
