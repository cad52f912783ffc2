import { expect, it } from 'vitest';
import { formatBytes } from './bytes.ts';

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [13_002_342, '12.4 MiB'],
  [536_870_912, '512 MiB'],
  [3 * 1024 ** 4, '3.0 TiB'],
])('says %d bytes as %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words));
