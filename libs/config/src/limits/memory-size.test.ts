import { describe, expect, it } from 'vitest';
import { memoryPattern, parseMemorySize } from './memory-size.ts';

describe('an amount of memory', () => {
  it.each([
    ['512m', 512 * 2 ** 20],
    ['512M', 512 * 2 ** 20],
    ['2gb', 2 * 2 ** 30],
    ['1.5g', 1.5 * 2 ** 30],
    ['300 k', 300 * 1024],
    ['1048576', 2 ** 20],
    ['1048576b', 2 ** 20],
    [2 ** 30, 2 ** 30],
  ])('is read as Compose reads it: %s', (value, bytes) => {
    expect(parseMemorySize(value)).toBe(bytes);
    if (typeof value === 'string') expect(value).toMatch(new RegExp(memoryPattern));
  });

  it.each(['', 'much', '512 MiB', '-1', '1t', null, Number.NaN, 0])('is not %s', (value) => {
    expect(parseMemorySize(value)).toBeUndefined();
    if (typeof value === 'string') expect(value).not.toMatch(new RegExp(memoryPattern));
  });
});
