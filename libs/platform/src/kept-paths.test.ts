import { expect, it } from 'vitest';
import { isKept, matchesName } from './kept-paths.ts';

it.each([
  ['app/run', ['app'], true],
  ['apple', ['app'], false],
  ['usr/lib/x86_64-linux-gnu/libx.so.1', ['usr/lib/*-linux-gnu/*.so*'], true],
  ['usr/lib/x86_64-linux-gnu/dri/libx.so', ['usr/lib/*-linux-gnu/*.so*'], false],
  ['usr/lib/x86_64-linux-gnu', ['usr/lib/*-linux-gnu/*.so*'], false],
  ['lib/a/b/c', ['lib/*'], true],
])('%s under %j: %s', (path, keep, kept) => {
  expect(isKept(path, keep)).toBe(kept);
});

it.each([
  ['libm.so.2', 'libm.so.2*', true],
  ['libm.so.2.1', 'libm.so.2*', true],
  ['aa', 'a*a', true],
  ['a', 'a*a', false],
  ['one-two-three', 'o*two*e', true],
  ['one-three', 'o*two*e', false],
  ['plain', 'plain', true],
])('the name %s fits %s: %s', (name, pattern, fits) => {
  expect(matchesName(name, pattern)).toBe(fits);
});
