import type { LogSpec } from '@showrunner/catalog';
import type { LogLevel, ParsedLine } from './log-record.ts';

/** Words that programs use, in lower case. */
const usualLevels: Readonly<Record<string, LogLevel>> = {
  trace: 'DEBUG',
  trc: 'DEBUG',
  verbose: 'DEBUG',
  debug: 'DEBUG',
  dbg: 'DEBUG',
  log: 'INFO',
  info: 'INFO',
  inf: 'INFO',
  information: 'INFO',
  notice: 'INFO',
  success: 'INFO',
  warn: 'WARNING',
  wrn: 'WARNING',
  warning: 'WARNING',
  err: 'ERROR',
  error: 'ERROR',
  severe: 'ERROR',
  fatal: 'CRITICAL',
  ftl: 'CRITICAL',
  critical: 'CRITICAL',
  crit: 'CRITICAL',
  panic: 'CRITICAL',
  emergency: 'CRITICAL',
};

/** Colours and cursor movements of terminals (ECMA-48 control sequences). */
const terminalCodes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;

/** Makes the reader of one program's lines. @throws SyntaxError for a pattern that is none; the catalogue check finds it */
export function createLineParser(spec: Pick<LogSpec, 'patterns' | 'levels'>): (line: string) => ParsedLine {
  const patterns = spec.patterns.map((pattern) => new RegExp(pattern));
  const vendorLevels = Object.entries(spec.levels ?? {}).map(([word, level]) => [word.toLowerCase(), level] as const);
  const levels = new Map<string, LogLevel>([...Object.entries(usualLevels), ...vendorLevels]);
  return (line) => {
    const raw = line;
    const text = line.includes('\u001b') ? line.replace(terminalCodes, '') : line;
    for (const pattern of patterns) {
      const groups = pattern.exec(text)?.groups;
      if (groups === undefined) continue;
      const level = levels.get((groups['level'] ?? '').trim().toLowerCase()) ?? 'INFO';
      const time = groups['time'];
      return { raw, level, message: groups['message'] ?? text, ...(time === undefined ? {} : { time }) };
    }
    return { raw, level: 'INFO', message: text };
  };
}
