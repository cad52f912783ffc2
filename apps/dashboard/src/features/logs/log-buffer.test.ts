import { describe, expect, it } from 'vitest';
import { LogBuffer } from './log-buffer.ts';
import { type LogRecord, timeOf } from './log-record.ts';

const record = (sequence: number, level: string | null = 'INFO', message = `line ${sequence}`): LogRecord => ({
  sequence,
  at: null,
  level,
  message,
  raw: message,
});
const messages = (buffer: LogBuffer) => buffer.shown.map((one) => one.message);

describe('the time of an entry', () => {
  it('is what the program wrote, not when it was read', () => {
    const times = ['2026-11-23T22:58:01Z INFO x', '[22:58:01 INF] x', 'no time here'].map((raw) =>
      timeOf({ ...record(1), raw }),
    );
    expect(times).toEqual(['22:58:01', '22:58:01', null]);
  });
});

describe('a log buffer', () => {
  it('takes the tail and the stream without doubling what is in both', () => {
    const buffer = new LogBuffer();
    buffer.append([record(1), record(2)]);
    expect([buffer.append([record(2), record(3)]), messages(buffer)]).toEqual([1, ['line 1', 'line 2', 'line 3']]);
  });

  it('takes an entry once when the same ones come twice in one portion', () => {
    const buffer = new LogBuffer();
    expect([buffer.append([record(1), record(2), record(1), record(2)]), buffer.size]).toEqual([2, 2]);
  });

  it('begins anew when the count does', () => {
    const buffer = new LogBuffer();
    buffer.append([record(500), record(501)]);
    buffer.replace([record(1), record(2)]);
    expect(messages(buffer)).toEqual(['line 1', 'line 2']);
  });

  it('keeps a bounded number and loses the oldest first', () => {
    const buffer = new LogBuffer(10);
    for (let sequence = 1; sequence <= 25; sequence += 1) buffer.append([record(sequence)]);
    expect(buffer.size).toBeLessThanOrEqual(10);
    expect(messages(buffer).at(-1)).toBe('line 25');
    expect(buffer.shown.length).toBe(buffer.size);
  });

  it('shows by level under all its names, and by text in any case', () => {
    const buffer = new LogBuffer();
    buffer.append([record(1, 'DEBUG'), record(2, 'WARN'), record(3, 'ERR', 'Disk FULL'), record(4, null)]);
    buffer.filter('warning', '');
    expect(messages(buffer)).toEqual(['line 2', 'Disk FULL']);
    buffer.filter('all', 'full');
    expect(messages(buffer)).toEqual(['Disk FULL']);
    buffer.filter('info', '');
    expect(messages(buffer)).toEqual(['line 2', 'Disk FULL', 'line 4']);
  });

  it('filters what comes later as well and gives all back', () => {
    const buffer = new LogBuffer();
    buffer.filter('error', '');
    expect(buffer.append([record(1), record(2, 'ERROR')])).toBe(1);
    buffer.filter('all', '');
    expect(messages(buffer)).toEqual(['line 1', 'line 2']);
  });
});
