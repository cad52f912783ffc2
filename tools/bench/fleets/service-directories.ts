import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FleetSite } from './fleet.ts';

/** Writes one service directory a unit, as runit and s6 read them. Answers where they are. */
export function writeServiceDirectories(site: FleetSite, logger: (logDirectory: string) => string): string {
  const scan = join(site.directory, 'services');
  for (const { name, argv } of site.units) {
    const service = join(scan, name);
    mkdirSync(service, { recursive: true });
    const output = site.logged ? ' 2>&1' : ' >/dev/null 2>&1';
    writeProgram(join(service, 'run'), `exec ${argv.join(' ')}${output}`);
    if (!site.logged) continue;
    const logs = join(site.directory, 'logs', name);
    mkdirSync(logs, { recursive: true });
    mkdirSync(join(service, 'log'), { recursive: true });
    writeProgram(join(service, 'log', 'run'), `exec ${logger(logs)}`);
  }
  return scan;
}

function writeProgram(path: string, line: string): void {
  writeFileSync(path, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
}
