import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { hasCode } from '../system-errors.ts';

interface WatchedDirectory {
  readonly watcher: FSWatcher;
  readonly listeners: Map<string, Set<() => void>>;
}

/** One watch a directory, however many of its files are followed: each would be woken by all the others. */
const directories = new Map<string, WatchedDirectory>();

/**
 * Calls back when a file changes, or whatever stands under its name. The answer ends it. A directory that cannot be
 * watched (absent, no inotify left) calls back never.
 */
export function watchName(path: string, onChange: () => void): () => void {
  const directory = dirname(path);
  const name = basename(path);
  const watched = directories.get(directory) ?? open(directory);
  if (watched === undefined) return () => undefined;
  const listeners = watched.listeners.get(name) ?? new Set();
  watched.listeners.set(name, listeners.add(onChange));
  return () => {
    listeners.delete(onChange);
    if (listeners.size === 0 && watched.listeners.get(name) === listeners) watched.listeners.delete(name);
    if (watched.listeners.size === 0) close(directory, watched);
  };
}

function open(directory: string): WatchedDirectory | undefined {
  const listeners: WatchedDirectory['listeners'] = new Map();
  const tellAll = (): void => listeners.forEach((some) => some.forEach((tell) => tell()));
  try {
    const watcher = watch(directory, (event, name) => {
      if (name === null) return tellAll();
      listeners.get(name)?.forEach((tell) => tell());
      // The directory itself was moved or removed: whoever comes next watches what has taken its place.
      if (event === 'rename' && name === basename(directory)) forget(directory, watched);
    });
    const watched = { watcher, listeners };
    watcher.on('error', () => close(directory, watched));
    directories.set(directory, watched);
    return watched;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'ENOSPC', 'EMFILE', 'EACCES')) return undefined;
    throw error;
  }
}

function close(directory: string, watched: WatchedDirectory): void {
  watched.watcher.close();
  forget(directory, watched);
}

function forget(directory: string, watched: WatchedDirectory): void {
  if (directories.get(directory) === watched) directories.delete(directory);
}
