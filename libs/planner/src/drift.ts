import type { HostFacts } from './facts.ts';
import type { PlannedFile } from './plan-model.ts';

/** How something that we have written is not as we left it: gone, not readable as its format, or other values in our keys. */
export interface FileDrift {
  readonly path: string;
  readonly what: 'missing' | 'unreadable' | 'altered';
}

const sentences: Readonly<Record<FileDrift['what'], (name: string) => string>> = {
  missing: (name) => `${name} was deleted by hand`,
  unreadable: (name) => `${name} cannot be read any more; it is kept as ${name}.unreadable`,
  altered: (name) => `values in ${name} that Showrunner sets were changed by hand`,
};

/** What of a piece of work that still belongs to it is not on the disk as it was applied. */
export function driftOf(key: string, paths: ReadonlySet<string>, { drift }: HostFacts): readonly FileDrift[] {
  return (drift[key] ?? []).filter(({ path }) => paths.has(path));
}

/** The same for a person. */
export function describeDrift(drift: readonly FileDrift[]): string {
  return drift.map(({ path, what }) => sentences[what](path.slice(path.lastIndexOf('/') + 1))).join('; ');
}

/** Files of which the unreadable ones give way to new ones. */
export function withSetAside(files: readonly PlannedFile[], drift: readonly FileDrift[]): readonly PlannedFile[] {
  const broken = new Set(drift.flatMap(({ path, what }) => (what === 'unreadable' ? [path] : [])));
  return files.map((file) => (broken.has(file.path) ? { ...file, setAside: true } : file));
}
