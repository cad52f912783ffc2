import { getIn } from '@showrunner/config';
import type { JsonObject } from '@showrunner/contracts';
import type { LogEntry } from '@showrunner/host';
import { toRotationLimits } from '@showrunner/logs';
import type { Files } from '@showrunner/platform';
import { toCommonLine } from './common-line.ts';
import { createLogFile, type LogFile, type LogPlace } from './log-file.ts';
import { createLogLevelSwitch, type LogLevelSwitch } from './log-level.ts';

/** What the log needs of the stack, once there is one. */
export interface LogHome {
  readonly files: Files;
  document(): JsonObject;
  realPath(documentPath: string): string;
  redact(line: string): string;
}

/** The control plane's own log beside standard error: a file a day, and whoever listens. */
export interface OwnLog {
  readonly level: LogLevelSwitch;
  take(entry: LogEntry): void;
  /** From now on there is a file; what was said before goes into it as well. */
  settle(home: LogHome): void;
  /** Calls back with every line in the common format; the answer ends it. */
  listen(onLine: (line: string) => void): () => void;
  /** The file that is written to now. */
  path(): string | undefined;
  flush(): Promise<void>;
}

/** First words of the line with which a start begins; readers of the log look for it. */
export const startMark = 'control-plane.started';

const words = { debug: 'DEBUG', info: 'INFO', warn: 'WARNING', error: 'ERROR' } as const;
/** So many lines are kept until there is a file. */
const keptBefore = 200;

/** Opens it. Where the file cannot be written, `onError` is told once a reason, and the rest goes on. */
export function createOwnLog(onError: (message: string) => void): OwnLog {
  const level = createLogLevelSwitch();
  const listeners = new Set<(line: string) => void>();
  const before: LogEntry[] = [];
  let home: LogHome | undefined;
  let file: LogFile | undefined;
  let lastFailure: string | undefined;

  const fail = (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    if (message !== lastFailure) onError(`The log of Showrunner cannot be written: ${message}\n`);
    lastFailure = message;
  };
  const tell = ({ at, level: own, text }: LogEntry, into: LogFile) => {
    const line = toCommonLine(at, words[own], home?.redact(text) ?? text);
    into.write(at, line);
    for (const listener of [...listeners]) listener(line);
  };

  return {
    level,
    take(entry) {
      if (file !== undefined) tell(entry, file);
      else if (before.length < keptBefore) before.push(entry);
    },
    settle(where) {
      home = where;
      level.follow(where.document);
      file = createLogFile(where.files, () => placeOf(where), fail);
      for (const entry of before.splice(0)) tell(entry, file);
    },
    listen(onLine) {
      listeners.add(onLine);
      return () => void listeners.delete(onLine);
    },
    path: () => file?.path(),
    flush: async () => file?.flush(),
  };
}

function placeOf({ document, realPath }: LogHome): LogPlace {
  const settings = Object(getIn(document(), ['dumb'])) as Readonly<Record<string, unknown>>; // whatever it is, its keys are read with care
  const text = (key: string, otherwise: string) => {
    const value = settings[key];
    return typeof value === 'string' && value !== '' ? value : otherwise;
  };
  return {
    directory: realPath(text('log_dir', '/log').replace(/\/+$/, '')),
    // A name is not a way to another directory.
    name: text('log_name', 'DUMB').replaceAll('/', '_'),
    keptDays: toRotationLimits(settings).count + 1,
  };
}
