import type { ServiceManifest } from '../../../vocabulary/manifest.ts';
import { manifestFile, type Rule } from '../../finding.ts';

/** Copies of a service differ in their port and their log only, so there must be nothing else that two cannot share. */
export const replicas: Rule = {
  name: 'replicas',
  check: (packages) =>
    packages.flatMap(({ manifest }) =>
      obstacles(manifest).map(([message, remedy]) => ({
        rule: 'replicas',
        file: manifestFile(manifest.key),
        message,
        remedy,
      })),
    ),
};

function obstacles(manifest: ServiceManifest): readonly (readonly [message: string, remedy: string])[] {
  if (manifest.replicas === undefined) return [];
  const found: (readonly [string, string])[] = [];
  if (manifest.instances !== undefined)
    found.push(['It has named instances and copies.', 'Choose one: instances have data of their own, copies have none.']);
  if (manifest.ports.filter(({ adjacent }) => adjacent === undefined).length > 1)
    found.push(['Its copies would need more than one port each.', 'Leave out `replicas`, or make the ports adjacent.']);
  if (manifest.ports.some(({ fixed }) => fixed === true))
    found.push(['Its copies would all bind the same fixed port.', 'Leave out `replicas`.']);
  if ((manifest.runtime?.run.mounts ?? []).length > 0)
    found.push(['Its copies would all mount the same directory.', 'Leave out `replicas`.']);
  if ((manifest.runtime?.artifact.persist ?? []).length > 0)
    found.push(['It keeps data beside its program, which copies would share.', 'Leave out `replicas`.']);
  return found;
}
