import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes whole lines to standard output and, where one is named, to a file of the program's own. */
export function createLineWriter(file?: string): (line: string) => void {
  if (file !== undefined) mkdirSync(dirname(file), { recursive: true });
  return (line) => {
    process.stdout.write(`${line}\n`);
    if (file !== undefined) appendFileSync(file, `${line}\n`);
  };
}

/** Local date and time in parts, two digits each but the year. */
export function timeParts(now: Date): { year: string; month: string; day: string; time: string; millis: string } {
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    year: String(now.getFullYear()),
    month: two(now.getMonth() + 1),
    day: two(now.getDate()),
    time: `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`,
    millis: String(now.getMilliseconds()).padStart(3, '0'),
  };
}
