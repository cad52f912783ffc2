import type { LogFields, Logger } from '@showrunner/platform';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
const order: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** One event, put together and redacted. */
export interface LogEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly level: LogLevel;
  /** `unit.failed key=value`, one line. */
  readonly text: string;
}

export interface LoggerOptions {
  readonly format: 'json' | 'pretty';
  /** What is below is not written; asked for each event. */
  readonly level: () => LogLevel;
  /** Takes secrets out of a finished line. */
  readonly redact: (line: string) => string;
  /** Where a line goes; default: standard error. */
  readonly write?: (line: string) => void;
  /** Who else gets to know of what is written. */
  readonly onEntry?: (entry: LogEntry) => void;
  readonly now?: () => number;
}

/** The log of the control plane itself: one line an event, redacted after it is put together, so that nothing slips by. */
export function createLogger(options: LoggerOptions): Logger {
  const write = options.write ?? ((line: string): void => void process.stderr.write(line));
  const now = options.now ?? Date.now;
  const render = options.format === 'json' ? renderJson : renderPretty;
  const log = (level: LogLevel, event: string, fields: LogFields = {}): void => {
    if (order.indexOf(level) < order.indexOf(options.level())) return;
    const at = now();
    write(`${options.redact(render(new Date(at).toISOString(), level, event, fields))}\n`);
    options.onEntry?.({ at, level, text: options.redact(toText(event, fields)) });
  };
  return {
    debug: (event, fields) => log('debug', event, fields),
    info: (event, fields) => log('info', event, fields),
    warn: (event, fields) => log('warn', event, fields),
    error: (event, fields) => log('error', event, fields),
  };
}

function renderJson(at: string, level: LogLevel, event: string, fields: LogFields): string {
  return JSON.stringify({ ...fields, at, level, event }, plain);
}

function renderPretty(at: string, level: LogLevel, event: string, fields: LogFields): string {
  return `${at.slice(11, 19)} ${level.toUpperCase().padEnd(5)} ${toText(event, fields)}`;
}

function toText(event: string, fields: LogFields): string {
  const rest = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value, plain)}`);
  // A newline in a field must not be able to forge a second line.
  return [event, ...rest].join(' ').replace(/[\r\n]+/g, '⏎');
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (!(value instanceof Error)) return value;
  return {
    name: value.name,
    message: value.message,
    ...('code' in value ? { code: value.code } : {}),
    ...(value.cause === undefined ? {} : { cause: value.cause }),
    stack: value.stack,
  };
}
