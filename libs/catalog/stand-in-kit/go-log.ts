import { createLineWriter } from './log.ts';
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

type Level = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
const ranks: Readonly<Record<string, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** Go's structured log as programs set it up that write both: text to standard output, a JSON object a line to a file. */
export function createGoLog(file: string, least: string) {
  mkdirSync(dirname(file), { recursive: true });
  const print = createLineWriter();
  return (level: Level, message: string, attributes: Readonly<Record<string, string | number>> = {}): void => {
    if ((ranks[level.toLowerCase()] ?? 1) < (ranks[least] ?? 1)) return;
    const time = new Date().toISOString();
    const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}=${quote(String(value))}`);
    print(`time=${time} level=${level} msg=${quote(message)}${pairs.join('')}`);
    appendFileSync(file, `${JSON.stringify({ time, level, msg: message, ...attributes })}\n`);
  };
}

/** Only where it has to be. */
function quote(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : JSON.stringify(text);
}
