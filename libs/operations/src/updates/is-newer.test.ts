import { expect, it } from 'vitest';
import { isNewer } from './is-newer.ts';

it.each([
  ['v1.10.0', 'v1.9.9', undefined, true],
  ['1.9', 'v1.9.0', undefined, false],
  ['v1.9.0', '1.9.0', undefined, false],
  // A release that was withdrawn is no reason to go back.
  ['v1.8.0', 'v1.9.0', undefined, false],
  ['v0.9.3-final', 'v0.9.3-hotfix.11', 1, true],
  ['v0.9.3-final', 'v0.9.4-nightly.1', -1, false],
  ['main-1234abcd', 'main-ffff0000', undefined, true],
  ['main-1234abcd', 'main-1234abcd', undefined, false],
])('%s over %s (%s releases behind): %s', (found, installed, behind, expected) => {
  expect(isNewer(found, installed, behind)).toBe(expected);
});
