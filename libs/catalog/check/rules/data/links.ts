import type { Json } from '@showrunner/contracts';
import type { ServiceManifest, ServicePackage } from '../../../vocabulary/manifest.ts';
import type { SourceSpec } from '../../../vocabulary/source.ts';
import { manifestFile, rulePerPackage } from '../../finding.ts';
import { fieldAt } from '../../fields.ts';

/** Every service that another one needs, brings or names is there and can be used like that. */
export const links = rulePerPackage('links', ({ manifest }, { packages }) => {
  const file = manifestFile(manifest.key);
  const missing = [...new Set(namedServices(manifest))]
    .filter((key) => !packages.some((other) => other.manifest.key === key))
    .map((key) => ({
      file,
      message: `It names the service ${key}, which there is not.`,
      remedy: 'Correct the key, or add a folder for that service.',
    }));
  const wrong = [
    ...wrongRequirements(manifest),
    ...wrongCompanions(manifest, packages),
    ...wrongCredentials(manifest),
  ];
  return [...missing, ...wrong.map(([message, remedy]) => ({ file, message, remedy }))];
});

type Wrong = readonly [message: string, remedy: string];

function* namedServices(manifest: ServiceManifest): Iterable<string> {
  for (const { service } of manifest.requires) yield service;
  for (const { service } of manifest.companions ?? []) yield service;
  yield* manifest.onboarding?.dependencies ?? [];
  if (manifest.runtime !== undefined) yield* sharedWith(manifest.runtime.source);
  const { defaults: _, ...declared } = manifest;
  yield* enabledConditions(declared as unknown as Json); // a manifest is data
}

function sharedWith(source: SourceSpec): readonly string[] {
  if (source.kind === 'first') return source.of.flatMap(sharedWith);
  return source.kind === 'shared-with' ? [source.service] : [];
}

function* enabledConditions(value: Json): Iterable<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value) as [string, Json][]) {
    if (key === 'enabled' && typeof member === 'string') yield member;
    else yield* enabledConditions(member);
  }
}

function wrongRequirements(manifest: ServiceManifest): readonly Wrong[] {
  return manifest.requires.flatMap(({ service, database }): readonly Wrong[] => {
    const found: Wrong[] = [];
    if (service === manifest.key) found.push(['It needs itself.', 'Remove that requirement.']);
    if (database !== undefined && service !== 'postgres') {
      found.push([`It wants a database from ${service}.`, 'Only postgres has databases.']);
    }
    return found;
  });
}

function wrongCompanions(manifest: ServiceManifest, packages: readonly ServicePackage[]): readonly Wrong[] {
  return (manifest.companions ?? []).flatMap(({ service, set = {} }): readonly Wrong[] => {
    const companion = packages.find((other) => other.manifest.key === service)?.manifest;
    if (companion === undefined) return [];
    if (companion.companion === undefined || companion.instances === undefined) {
      return [
        [
          `${service} has no instances that belong to a core service.`,
          'Give its manifest `instances` and `companion`.',
        ],
      ];
    }
    return Object.keys(set)
      .filter((field) => !fieldAt(companion, field).known)
      .map((field) => [`${service} has no field ${field}.`, 'Name a field of its defaults.'] as const);
  });
}

function wrongCredentials(manifest: ServiceManifest): readonly Wrong[] {
  return (manifest.credentials ?? [])
    .filter(({ field }) => !fieldAt(manifest, field).known)
    .map(({ provider, field }) => [
      `The key of ${provider} goes to ${field}, which there is not.`,
      'Name a field of the defaults, or a key in a map that is empty by default.',
    ]);
}
