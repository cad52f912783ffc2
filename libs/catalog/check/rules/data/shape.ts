import type { Json } from '@showrunner/contracts';
import type { ServiceManifest } from '../../../vocabulary/manifest.ts';
import { fieldAt } from '../../fields.ts';
import { manifestFile, rulePerPackage } from '../../finding.ts';
import { manifestShape } from '../../shape/manifest.ts';

/** Every block of a manifest has the keys and the types that the vocabulary gives it. */
export const shape = rulePerPackage('shape', ({ manifest }) =>
  [
    ...manifestShape(manifest, manifest.key),
    ...entryProblems(manifest),
    ...fieldProblems(manifest),
    ...portProblems(manifest),
  ].map((message) => ({
    file: manifestFile(manifest.key),
    message: `${message}.`,
    remedy: 'Write it as libs/catalog/vocabulary says; a new word is added there and in libs/catalog/check/shape.',
  })),
);

/** An entry can be switched on and off, and a program has a name. */
function entryProblems({ key, kind, defaults }: ServiceManifest): readonly string[] {
  return [
    ...(typeof defaults['enabled'] === 'boolean' ? [] : [`${key}.defaults.enabled must be true or false`]),
    ...(kind === 'settings' || typeof defaults['process_name'] === 'string'
      ? []
      : [`${key}.defaults.process_name is missing`]),
  ];
}

/** Defaults keep to what is said about their fields, and a field that no default shows says its type. */
function fieldProblems(manifest: ServiceManifest): readonly string[] {
  return Object.entries(manifest.fields ?? {}).flatMap(([name, spec]) => {
    const at = `${manifest.key}.fields.${name}`;
    const found: string[] = [];
    if (spec.pattern !== undefined && !compiles(spec.pattern)) return [`${at}.pattern does not compile`];
    const { value } = fieldAt(manifest, name);
    if (value === undefined && spec.types === undefined) found.push(`${at} is in no default and must say its types`);
    if (value !== undefined && spec.types !== undefined && !spec.types.some((type) => type === typeOf(value))) {
      found.push(`${at}.types leaves out the type of the default`);
    }
    if (value === undefined) return found;
    if (spec.enum !== undefined && !spec.enum.some((word) => word === value))
      found.push(`${at}.enum leaves out the default`);
    if (spec.pattern !== undefined && typeof value === 'string' && !new RegExp(spec.pattern).test(value)) {
      found.push(`${at}.pattern refuses the default`);
    }
    if (typeof value === 'number' && (value < (spec.minimum ?? value) || value > (spec.maximum ?? value))) {
      found.push(`${at} refuses the default`);
    }
    return found;
  });
}

/** Probes and the page are on ports that there are. */
function portProblems({ key, ports, ui, runtime }: ServiceManifest): readonly string[] {
  const { probes = [], startup = [], liveness = [] } = runtime?.health ?? {};
  const probed = [...probes, ...startup, ...liveness].flatMap((probe) => ('port' in probe ? [probe.port] : []));
  return [...(ui === undefined ? [] : [ui.port]), ...probed]
    .filter((id) => !ports.some((port) => port.id === id))
    .map((id) => `${key} has no port ${id}`);
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    // A pattern that is none is the answer here.
    return false;
  }
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
