import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeForUrl, quoteForAdo } from './encode.ts';

describe('a text in a URL', () => {
  it('comes back as it was, wherever it stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const encoded = encodeForUrl(text);
        expect(encoded).toMatch(/^[A-Za-z0-9\-._~%]*$/);
        expect(decodeURIComponent(encoded)).toBe(text);
      }),
    );
  });

  it('is not refused for half a character', () => {
    expect(encodeForUrl('a\ud800')).toBe('a%EF%BF%BD');
  });
});

describe('a value of a connection string', () => {
  it.each([
    ['postgres', 'postgres'],
    ['', '""'],
    [' a', '" a"'],
    ['a b', 'a b'],
    ['a ', '"a "'],
    ['a;b', '"a;b"'],
    [`it's "so"`, `"it's ""so"""`],
    ['a=b', '"a=b"'],
  ])('%j is written %s', (text, written) => {
    expect(quoteForAdo(text)).toBe(written);
  });
});
