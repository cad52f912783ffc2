import type { ConnectionSpec } from '../../../vocabulary/connections.ts';
import type { ServiceManifest } from '../../../vocabulary/manifest.ts';
import { manifestFile, rulePerPackage } from '../../finding.ts';
import { peersOf } from '../../peers.ts';

/** Every connection has another end that exists, an id of its own, and sentences that can be put into a plan. */
export const connections = rulePerPackage('connections', ({ manifest }, { packages }) => {
  const file = manifestFile(manifest.key);
  return (manifest.connections ?? []).flatMap((spec) => [
    ...wrong(spec, manifest).map(([message, remedy]) => ({ file, message, remedy })),
    ...(peersOf(spec, packages).length > 0
      ? []
      : [
          {
            file,
            message: `Connection ${spec.id} leads to ${describe(spec)}, which no service is.`,
            remedy: 'Correct the name, or say what the other service provides.',
          },
        ]),
  ]);
});

type Wrong = readonly [message: string, remedy: string];

function wrong(spec: ConnectionSpec, { connections: all = [], runtime, defaults }: ServiceManifest): readonly Wrong[] {
  const { id, title, reason, undo } = spec;
  const found: Wrong[] = [];
  if (all.filter((other) => other.id === id).length > 1) {
    found.push([`There are several connections with the id ${id}.`, 'Give each an id of its own.']);
  }
  if (runtime === undefined) {
    found.push([`Connection ${id} can never be made: the service has no runtime.`, 'Add the runtime first.']);
  }
  if (spec.instance.startsWith('shared-tag') && !('core_service' in defaults)) {
    found.push([`Connection ${id} asks for shared tags, but there is no core_service in the defaults.`, 'Add it.']);
  }
  for (const [name, sentence] of Object.entries({ title, reason, undo })) {
    if (!/[.!]$/.test(sentence)) continue;
    found.push([`The ${name} of connection ${id} ends like a sentence.`, 'Leave the full stop to the page.']);
  }
  return found;
}

function describe({ to }: ConnectionSpec): string {
  return 'service' in to ? `the service ${to.service}` : to.capability;
}
