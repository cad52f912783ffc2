import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findJsonError } from './json-error.ts';

it('finds nothing wrong in JSON', () => {
  fc.assert(fc.property(fc.json(), (text) => findJsonError(text) === undefined));
});

it('points at what is wrong, wherever it is', () => {
  for (const [text, offset] of [
    ['{\n  "a": \n}', 10],
    ['{"a": 1,}', 8],
    ['{"a" 1}', 5],
    ['[1 2]', 3],
    ['{"a": tru}', 6],
    ['{}}', 2],
    ['{"a": "x', 6],
  ] as const) {
    expect([text, findJsonError(text)]).toEqual([text, offset]);
  }
});

it('agrees with the engine about what is JSON', () => {
  const damaged = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', ' '))
    .map(([text, at, insert]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + insert + text.slice(place + 1);
    });
  fc.assert(
    fc.property(damaged, (text) => {
      let valid = true;
      try {
        JSON.parse(text);
      } catch {
        valid = false;
      }
      expect(findJsonError(text) === undefined).toBe(valid);
    }),
  );
});
