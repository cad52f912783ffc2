import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSyntaxError } from './find-syntax-error.ts';

const cases: readonly (readonly [name: string, text: string, line: number, column: number, message: RegExp])[] = [
  ['a comma too many', '{\n    "a": 1,\n}', 3, 1, /comma before }/],
  ['a comma too few', '{\n  "a": 1\n  "b": 2\n}', 3, 3, /comma or } is missing/],
  ['single quotes', "{ 'a': 1 }", 1, 3, /double quotes/],
  ['a comment', '{\n  // note\n}', 2, 3, /comments/],
  ['a missing colon', '{"a" 1}', 1, 6, /colon/],
  ['a text without end', '{"a": "b\n}', 1, 7, /does not end/],
  ['a file cut off', '{"a": {"b": [1, 2', 1, 18, /too early/],
  ['an empty file', '  \n', 2, 1, /empty/],
  ['a second document', '{}\n{}', 2, 1, /after the end/],
  ['a word that is none', '{"a": True}', 1, 7, /value is expected/],
  ['a number with a leading zero', '[01]', 1, 2, /value/],
];

describe('findSyntaxError', () => {
  it.each(cases)('points to %s', (_, text, line, column, message) => {
    const fault = findSyntaxError(text);
    expect([fault.line, fault.column]).toEqual([line, column]);
    expect(fault.message).toMatch(message);
  });

  it('finds a place inside of every text that was damaged by one character', () => {
    const damaged = fc
      .tuple(fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom('', ',', '"', '}', 'x', '\n'))
      .map(([text, at, put]) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + 1));
    fc.assert(
      fc.property(damaged, (text) => {
        try {
          JSON.parse(text);
        } catch {
          const lines = text.split('\n');
          const { line, column } = findSyntaxError(text);
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? -1) + 1);
        }
      }),
    );
  });

  it('is not troubled by depth', () => {
    expect(findSyntaxError('['.repeat(100_000)).message).toMatch(/too early/);
  });
});
