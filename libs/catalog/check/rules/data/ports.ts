import type { ServiceManifest, ServicePackage } from '../../../vocabulary/manifest.ts';
import { type Finding, manifestFile, type Rule } from '../../finding.ts';
import { fieldAt } from '../../fields.ts';

const name = 'ports';

/** Ports that two programs are known for. The planner moves the later one. */
const knownClashes: Readonly<Record<number, readonly string[]>> = {
  3000: ['infinidysk', 'riven_frontend'],
  8080: ['infinidysk', 'riven_backend'],
  8096: ['emby', 'jellyfin'],
};

/** Default ports differ, agree with the default entry, and what moves together exists. */
export const ports: Rule = {
  name,
  check: (packages) => [
    ...clashes(packages),
    ...packages.flatMap(({ manifest }) =>
      manifest.ports.flatMap((port) => problemsOf(manifest, port).map((problem) => finding(manifest.key, ...problem))),
    ),
  ],
};

function finding(key: string, message: string, remedy: string): Finding {
  return { rule: name, file: manifestFile(key), message, remedy };
}

function clashes(packages: readonly ServicePackage[]): readonly Finding[] {
  const claims = packages.flatMap(({ manifest }) =>
    manifest.ports.map((port) => ({ port: port.default, key: manifest.key })),
  );
  return claims.flatMap(({ port, key }, index) => {
    const first = claims.slice(0, index).find((claim) => claim.port === port);
    if (first === undefined || (knownClashes[port]?.includes(key) && knownClashes[port].includes(first.key))) return [];
    return [
      finding(key, `Port ${port} is also a default of ${first.key}.`, 'Choose a default port that nobody has yet.'),
    ];
  });
}

type Port = ServiceManifest['ports'][number];

function problemsOf(manifest: ServiceManifest, port: Port): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  const { id, field, adjacent } = port;
  if (manifest.ports.filter((other) => other.id === id).length > 1) {
    found.push([`There is more than one port ${id}.`, 'Give each port of a service an id of its own.']);
  }
  if (!Number.isInteger(port.default) || port.default < 1 || port.default > 65_535) {
    found.push([`${port.default} is not a port.`, 'Use a whole number from 1 to 65535.']);
  }
  if (field !== undefined) {
    const { known, value } = fieldAt(manifest, field);
    if (!known)
      found.push([`Port ${id} is held by a field that there is not: ${field}.`, 'Name a field of the defaults.']);
    else if (value !== undefined && value !== port.default) {
      found.push([`Port ${id} is ${port.default}, but ${field} is ${String(value)}.`, 'Give both the same number.']);
    }
  }
  if (adjacent !== undefined && !manifest.ports.some((other) => other.id === adjacent.to && other.id !== id)) {
    found.push([`Port ${id} is beside ${adjacent.to}, which there is not.`, 'Name another port of the same service.']);
  }
  return found;
}
