import type { Files } from '@showrunner/platform';
import { toDay } from './common-line.ts';

/** Where the log is kept: `<directory>/<name>-YYYY-MM-DD.log`, and how many days beside the current one. */
export interface LogPlace {
  readonly directory: string;
  readonly name: string;
  readonly keptDays: number;
}

/** A log with a file a day. */
export interface LogFile {
  /** The file that is written to now; undefined before the first line. */
  path(): string | undefined;
  write(at: number, line: string): void;
  /** Resolves when everything is written that was handed over. */
  flush(): Promise<void>;
}

/** Writes behind the caller's back, in order; many lines that come at once are one write. */
export function createLogFile(files: Files, place: () => LogPlace, onError: (error: unknown) => void): LogFile {
  const waiting: { readonly path: string; readonly line: string }[] = [];
  let current: string | undefined;
  let writing: Promise<void> | undefined;

  const drain = async () => {
    while (waiting.length > 0) {
      const path = waiting[0]?.path ?? '';
      const next = waiting.findIndex((item) => item.path !== path);
      const lines = waiting.splice(0, next < 0 ? waiting.length : next);
      try {
        if (path !== current) await begin(path);
        await files.append(path, lines.map(({ line }) => `${line}\n`).join(''));
      } catch (error) {
        onError(error);
      }
    }
    writing = undefined;
  };
  const begin = async (path: string) => {
    const { directory, name, keptDays } = place();
    await files.makeDirectory(directory);
    await forgetDays(files, { directory, name, keptDays });
    current = path;
  };

  return {
    path: () => current,
    write(at, line) {
      const { directory, name } = place();
      waiting.push({ path: `${directory}/${name}-${toDay(at)}.log`, line });
      writing ??= drain();
    },
    async flush() {
      await writing;
    },
  };
}

/** Deletes the oldest days, what was rotated off them included. */
async function forgetDays(files: Files, { directory, name, keptDays }: LogPlace): Promise<void> {
  const pattern = /^-(\d{4}-\d{2}-\d{2})\.log/;
  const named = (await files.list(directory)).flatMap((file) => {
    const day = file.startsWith(name) ? pattern.exec(file.slice(name.length))?.[1] : undefined;
    return day === undefined ? [] : [{ file, day }];
  });
  const days = [...new Set(named.map(({ day }) => day))].toSorted();
  const old = new Set(days.slice(0, Math.max(0, days.length - Math.max(1, keptDays))));
  for (const { file, day } of named) if (old.has(day)) await files.remove(`${directory}/${file}`);
}
