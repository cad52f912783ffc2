import { execFileSync } from 'node:child_process';
import { constants, openSync } from 'node:fs';
import { Socket } from 'node:net';

/** What a program has said about itself. */
export interface Announcement {
  readonly name: string;
  readonly pid: number;
  /** By `performance.now()` of this process, when the words arrived. */
  readonly at: number;
}

/**
 * Where programs say that they run. Every side of a comparison starts the same program, and what counts is its own
 * word, so nobody is believed about itself and nobody is asked in a way that suits it better.
 */
export interface Announcements {
  readonly path: string;
  /** The newest word of a program. */
  latest(name: string): Announcement | undefined;
  /** Resolves with the first word of this name that satisfies; it may have been said already. */
  next(name: string, satisfies: (word: Announcement) => boolean, limitMs: number): Promise<Announcement>;
  /** Forgets what was said, for a new round. */
  clear(): void;
  close(): void;
}

/** Opens the pipe that programs write `name pid` to. The writing end is held too, so that it never comes to an end. */
export function openAnnouncements(path: string): Announcements {
  execFileSync('mkfifo', [path]);
  const pipe = new Socket({ fd: openSync(path, constants.O_RDWR | constants.O_NONBLOCK), readable: true });
  const words = new Map<string, Announcement>();
  const listeners = new Set<(word: Announcement) => void>();
  let rest = '';
  pipe.on('data', (chunk: Buffer) => {
    const at = performance.now();
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [name = '', pid = ''] = line.split(' ');
      const word = { name, pid: Number(pid), at };
      words.set(name, word);
      [...listeners].forEach((listener) => listener(word));
    }
  });
  return {
    path,
    latest: (name) => words.get(name),
    next(name, satisfies, limitMs) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          listeners.delete(look);
          reject(new Error(`${name} has not said in ${limitMs} ms what was waited for.`));
        }, limitMs);
        const look = (word: Announcement): void => {
          if (word.name !== name || !satisfies(word)) return;
          listeners.delete(look);
          clearTimeout(timer);
          resolve(word);
        };
        listeners.add(look);
        const known = words.get(name);
        if (known !== undefined) look(known);
      });
    },
    clear: () => words.clear(),
    close: () => void pipe.destroy(),
  };
}
