/** One entry of a log, as the server cut and redacted it. */
export interface LogRecord {
  readonly sequence: number;
  readonly at: number | null;
  readonly level: string | null;
  readonly message: string;
  readonly raw: string;
}

/** How grave an entry must be to be shown. */
export type LevelFloor = 'all' | 'info' | 'warning' | 'error';

const ranks: Readonly<Record<string, number>> = {
  TRACE: 0,
  DEBUG: 1,
  DBG: 1,
  INFO: 2,
  INF: 2,
  NOTICE: 2,
  LOG: 2,
  WARN: 3,
  WARNING: 3,
  WRN: 3,
  ERROR: 4,
  ERR: 4,
  CRITICAL: 5,
  FATAL: 5,
  PANIC: 5,
};

const floors: Readonly<Record<LevelFloor, number>> = { all: 0, info: 2, warning: 3, error: 4 };

/** Weight of a level, 0 to 5; what has none counts as information. */
export function rankOf(level: string | null): number {
  return ranks[(level ?? '').toUpperCase()] ?? 2;
}

/** The time of day that the program wrote; null where the line names none. */
export function timeOf(record: LogRecord): string | null {
  return /(?<!\d)\d{2}:\d{2}:\d{2}(?!\d)/.exec(record.raw.slice(0, 60))?.[0] ?? null;
}

/** Whether an entry passes level and text; the text ignores case and looks at the whole entry. */
export function passes(record: LogRecord, floor: LevelFloor, text: string): boolean {
  if (rankOf(record.level) < floors[floor]) return false;
  return text === '' || record.raw.toLowerCase().includes(text.toLowerCase());
}
