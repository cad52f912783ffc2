import { expect, it } from 'vitest';
import { createClock } from './clock.ts';
import { createIds } from './ids.ts';
import { createLogger, type LogEntry } from './logger.ts';

it('rejects a sleep with the reason of its abort', async () => {
  const stop = new AbortController();
  const sleeping = createClock().sleep(60_000, stop.signal);
  stop.abort('enough');
  await expect(sleeping).rejects.toBe('enough');
});

it('makes ids that sort by time even when the clock stands still or goes back', () => {
  const moments = [5, 5, 5, 4, 9];
  const ids = createIds(() => moments.shift() ?? 10);
  const made = Array.from({ length: 6 }, () => ids.next('op'));
  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(6);
  expect(made[0]).toMatch(/^op_[a-z0-9]+$/);
  expect(ids.secret(16)).toMatch(/^[0-9a-f]{32}$/);
});

it('writes JSON lines, redacted, from its level on', () => {
  const lines: string[] = [];
  const redact = (line: string): string => line.replaceAll('hunter2', '***');
  const logger = createLogger({
    format: 'json',
    level: () => 'info',
    redact,
    write: (line) => lines.push(line),
    now: () => 0,
  });
  logger.debug('too.quiet');
  logger.error('unit.failed', { key: 'hunter2', cause: new Error('told hunter2') });
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain('hunter2');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'error',
    event: 'unit.failed',
    cause: { message: 'told ***' },
  });
});

it('cannot be made to write a second line by a field', () => {
  const lines: string[] = [];
  const entries: LogEntry[] = [];
  const logger = createLogger({
    format: 'pretty',
    level: () => 'debug',
    redact: (line) => line,
    write: (line) => lines.push(line),
    onEntry: (entry) => entries.push(entry),
    now: () => 0,
  });
  logger.info('a.b', { text: 'x\n00:00:00 ERROR forged' });
  expect(lines).toEqual(['00:00:00 INFO  a.b text=x⏎00:00:00 ERROR forged\n']);
  expect(entries).toEqual([{ at: 0, level: 'info', text: 'a.b text=x⏎00:00:00 ERROR forged' }]);
});
