import { describe, expect, it } from 'vitest';
import { capitalise, formatCount, formatKey, formatList, formatTrail, formatValue } from './words.ts';

describe('words', () => {
  it('join names as a sentence has them', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(formatList)).toEqual(['', 'a', 'a and b', 'a, b and c']);
  });

  it('count one and many', () => {
    expect([formatCount(1, 'service'), formatCount(2, 'service'), formatCount(2, 'entry', 'entries')]).toEqual([
      '1 service',
      '2 services',
      '2 entries',
    ]);
  });

  it('turn pointers with escapes and paths with indexes into trails', () => {
    expect([formatTrail('/zurg/instances/a~1b/~0x'), formatTrail(['dumb', 0]), formatTrail('')]).toEqual([
      'zurg › instances › a/b › ~x',
      'dumb › 0',
      'the document',
    ]);
  });

  it('show values without ever being blank', () => {
    expect([undefined, true, false, '', 8080, 'x', null, { a: 1 }].map(formatValue)).toEqual([
      'nothing',
      'on',
      'off',
      'empty',
      '8080',
      'x',
      'null',
      '{"a":1}',
    ]);
  });

  it('make labels of keys and sentences of fragments', () => {
    expect([formatKey('log_level'), capitalise('waiting for a mount')]).toEqual(['Log level', 'Waiting for a mount']);
  });
});
