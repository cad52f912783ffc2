import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findByName } from './find-supervisors.ts';
import type { Contender, Fleet, FleetSite } from './fleet.ts';
import { runTool } from './run-tool.ts';
import { writeServiceDirectories } from './service-directories.ts';

/** So much stays in one file of s6-log: more than is written. */
const logBytes = 268_435_455;

/** Debian's s6: s6-svscan over a directory of services. */
export const s6: Contender = {
  name: 's6',
  kind: 'peer',
  asked: 'its commands s6-svc and s6-svstat (one call a service)',
  open: (site) => new S6(site),
};

class S6 implements Fleet {
  readonly #site: FleetSite;
  #scan = '';

  constructor(site: FleetSite) {
    this.#site = site;
  }

  up() {
    this.#scan = writeServiceDirectories(this.#site, (logs) => `s6-log s${logBytes} ${logs}`);
    const processAt = performance.now();
    spawn('/usr/bin/s6-svscan', [this.#scan], { env: this.#site.rig.env, stdio: 'ignore' });
    return Promise.resolve({ processAt, orderedAt: processAt });
  }

  async restart(unit: string) {
    await runTool(['/usr/bin/s6-svc', '-t', join(this.#scan, unit)], this.#site.rig.env);
  }

  async status() {
    let running = 0;
    for (const { name } of this.#site.units) {
      const text = await runTool(['/usr/bin/s6-svstat', '-u', join(this.#scan, name)], this.#site.rig.env);
      if (text.trim() === 'true') running += 1;
    }
    return running;
  }

  supervisors() {
    return findByName(this.#site.rig, ['s6-svscan', 's6-supervise', 's6-log']);
  }

  controlPlane() {
    return findByName(this.#site.rig, ['s6-svscan', 's6-supervise']);
  }

  down() {
    return Promise.resolve();
  }
}
