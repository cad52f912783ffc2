import type { Json } from '@showrunner/contracts';
import type { Catalog, ServiceManifest } from '@showrunner/catalog';
import { isObject } from '../json.ts';

/** Directories that many programs share: a path below them is declared by its first two parts. */
const shared = new Set(['mnt', 'opt', 'run', 'var', 'srv', 'home', 'media']);
/** Directories of the machine itself, and those that are a person's own: never below the data root. */
const foreign = new Set([
  'usr',
  'bin',
  'sbin',
  'lib',
  'lib64',
  'etc',
  'dev',
  'proc',
  'sys',
  'tmp',
  'boot',
  'root',
  'data',
]);

/** Makes paths of the document real. `root` is without trailing slash; the empty string in the container. */
export interface RealPaths {
  /** A whole value. */
  toReal(text: string): string;
  /** A text in which declared paths may stand at the start or after `=` or `:`. */
  toRealWithin(text: string): string;
}

/** Paths that begin with what some manifest declares move under the data root; all others stay as they are. */
export function createRealPaths(catalog: Catalog, root: string): RealPaths {
  const known = made.get(catalog.all);
  if (known?.root === root) return known.paths;
  const paths = makeRealPaths(catalog, root);
  made.set(catalog.all, { root, paths });
  return paths;
}

/** The last answer for what a catalogue holds. */
const made = new WeakMap<Catalog['all'], { readonly root: string; readonly paths: RealPaths }>();

function makeRealPaths(catalog: Catalog, root: string): RealPaths {
  const prefixes = declaredPrefixes(catalog);
  if (root === '' || prefixes.length === 0) return { toReal: (text) => text, toRealWithin: (text) => text };
  const alternatives = prefixes.map((prefix) => prefix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const whole = new RegExp(`^(?:${alternatives})(?=/|$)`);
  const within = new RegExp(`(^|[=:])((?:${alternatives})(?=[/:;,]|$))`, 'g');
  return {
    toReal: (text) => (whole.test(text) ? root + text : text),
    toRealWithin: (text) => text.replace(within, (_match, before: string, path: string) => before + root + path),
  };
}

/** The prefixes that manifests own, longest first: `/zurg`, `/mnt/debrid`, `/config`. */
export function declaredPrefixes(catalog: Catalog): readonly string[] {
  const found = new Set(['/config', '/log']);
  for (const { manifest } of catalog.all) {
    for (const text of pathsOf(manifest)) {
      const prefix = prefixOf(text);
      if (prefix !== undefined) found.add(prefix);
    }
  }
  return [...found].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

function* pathsOf(manifest: ServiceManifest): Iterable<string> {
  yield* strings(manifest.defaults);
  const runtime = manifest.runtime;
  if (runtime === undefined) return;
  yield runtime.artifact.root;
  for (const directory of runtime.directories ?? []) yield directory.path;
  for (const file of runtime.files ?? []) yield file.path;
}

function* strings(value: Json): Iterable<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value) || isObject(value)) {
    for (const member of Object.values<Json>(value)) yield* strings(member);
  }
}

function prefixOf(text: string): string | undefined {
  const parts = /^\/([A-Za-z0-9_.-]+)(?:\/([A-Za-z0-9_.-]+))?/.exec(text);
  const [, first, second] = parts ?? [];
  if (first === undefined || foreign.has(first)) return undefined;
  if (!shared.has(first)) return `/${first}`;
  return second === undefined ? undefined : `/${first}/${second}`;
}
