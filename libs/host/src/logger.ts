import type { LogFields, Logger } from '@showrunner/platform';

type Level = 'debug' | 'info' | 'warn' | 'error';
const order: readonly Level[] = ['debug', 'info', 'warn', 'error'];

export interface LoggerOptions {
  readonly format: 'json' | 'pretty';
  /** What is below is not written. */
  readonly level: Level;
  /** Takes secrets out of a finished line. */
  readonly redact: (line: string) => string;
  /** Where a line goes; default: standard error. */
  readonly write?: (line: string) => void;
  readonly now?: () => number;
}

/** The log of the control plane itself: one line an event, redacted after it is put together, so that nothing slips by. */
export function createLogger(options: LoggerOptions): Logger {
  const write = options.write ?? ((line: string): void => void process.stderr.write(line));
  const now = options.now ?? Date.now;
  const render = options.format === 'json' ? renderJson : renderPretty;
  const log = (level: Level, event: string, fields: LogFields = {}): void => {
    if (order.indexOf(level) < order.indexOf(options.level)) return;
    write(`${options.redact(render(new Date(now()).toISOString(), level, event, fields))}\n`);
  };
  return {
    debug: (event, fields) => log('debug', event, fields),
    info: (event, fields) => log('info', event, fields),
    warn: (event, fields) => log('warn', event, fields),
    error: (event, fields) => log('error', event, fields),
  };
}

function renderJson(at: string, level: Level, event: string, fields: LogFields): string {
  return JSON.stringify({ ...fields, at, level, event }, plain);
}

function renderPretty(at: string, level: Level, event: string, fields: LogFields): string {
  const rest = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value, plain)}`);
  // A newline in a field must not be able to forge a second line.
  return [at.slice(11, 19), level.toUpperCase().padEnd(5), event, ...rest].join(' ').replace(/[\r\n]+/g, '⏎');
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
