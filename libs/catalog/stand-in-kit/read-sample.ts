import { readFileSync } from 'node:fs';
import type { LogSpec } from '../vocabulary/run.ts';

/** Levels and messages of a log sample, by the grammar of a manifest; what no pattern reads is INFO, the whole line. */
export function readSample(logs: LogSpec, file: URL): readonly (readonly [level: string, message: string])[] {
  const patterns = logs.patterns.map((pattern) => new RegExp(pattern));
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const groups = patterns.map((pattern) => pattern.exec(line)).find((match) => match !== null)?.groups;
    const word = groups?.['level']?.trim() ?? 'INFO';
    return [logs.levels?.[word] ?? word, groups?.['message'] ?? line];
  });
}
