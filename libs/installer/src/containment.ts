import { Problem } from '@showrunner/contracts';
import type { InstallerSettings } from './settings.ts';

/** With `/` as data root these are still not ours. */
const systemDirectories = ['/bin', '/boot', '/dev', '/etc', '/lib', '/lib64', '/proc', '/sbin', '/sys', '/usr'];

/** Refuses a path that Showrunner may not write. @throws Problem `path.forbidden` */
export type PathGuard = (path: string) => void;

export function createPathGuard(settings: Pick<InstallerSettings, 'root' | 'allowedRoots' | 'cacheDir'>): PathGuard {
  const allowed = [settings.root, settings.cacheDir, ...(settings.allowedRoots ?? [])];
  return (path) => {
    const clean = path.startsWith('/') && !path.includes('\0') && !path.split('/').includes('..') && path !== '/';
    const inside = allowed.some((root) => isWithin(root, path));
    const system = settings.root === '' && systemDirectories.some((directory) => isWithin(directory, path));
    if (clean && inside && !system) return;
    throw new Problem('path.forbidden', `${path} is outside of ${settings.root || '/'} and may not be written`, {
      details: { path },
    });
  };
}

/** Whether `path` is `directory` or lies below it; both without `..`. */
export function isWithin(directory: string, path: string): boolean {
  return path === directory || path.startsWith(directory.endsWith('/') ? directory : `${directory}/`);
}

/** Checks a path that must stay inside an artifact. @throws Problem `path.forbidden` */
export function joinInside(root: string, relative: string): string {
  const parts = relative.split('/').filter((part) => part !== '' && part !== '.');
  if (relative.startsWith('/') || parts.includes('..')) {
    throw new Problem('path.forbidden', `${relative} leaves the artifact at ${root}`, { details: { path: relative } });
  }
  return [root, ...parts].join('/');
}

/** The directory that holds a path. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
