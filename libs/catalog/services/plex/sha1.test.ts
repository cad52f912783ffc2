import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha1Hex } from './sha1.ts';

it('is SHA-1', () => {
  expect(sha1Hex('abc')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
  const text = fc.string({ unit: 'grapheme', maxLength: 300 });
  fc.assert(
    fc.property(text, (any) => {
      expect(sha1Hex(any)).toBe(createHash('sha1').update(any).digest('hex'));
    }),
  );
});
