import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDebianVersions, upstreamRelease } from './debian-version.ts';

describe('versions of Debian packages', () => {
  const ordered: readonly (readonly [string, string])[] = [
    ['10.9.11+deb12', '10.10.0+deb12'],
    ['10.10.0~rc1', '10.10.0'],
    ['10.10.0~rc1', '10.10.0~rc2'],
    ['1.0~', '1.0'],
    ['1.0', '1.0+deb12'],
    ['1.0a', '1.0+'],
    ['1.0-1', '1.0-1.1'],
    ['9', '1:1'],
    ['7.1.1-7-bookworm', '7.1.1-10-bookworm'],
    ['20240101000000000001', '20240101000000000002'],
  ];
  for (const [older, newer] of ordered) {
    it(`${older} is older than ${newer}`, () => {
      expect(compareDebianVersions(older, newer)).toBeLessThan(0);
      expect(compareDebianVersions(newer, older)).toBeGreaterThan(0);
    });
  }

  it('is an order', () => {
    const version = fc.stringMatching(/^(\d:)?[0-9][0-9a-z.+~]{0,6}(-[0-9a-z.+~]{1,4})?$/);
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(compareDebianVersions(a, a)).toBe(0);
        expect(Math.sign(compareDebianVersions(a, b))).toBe(-Math.sign(compareDebianVersions(b, a)) + 0);
        if (compareDebianVersions(a, b) <= 0 && compareDebianVersions(b, c) <= 0)
          expect(compareDebianVersions(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('knows what the authors of a program call it', () => {
    expect(['10.10.7+deb12', '10.10.7-1', '1:10.10.7~ubu2404', '10.10.7'].map(upstreamRelease)).toEqual(
      Array.from({ length: 4 }, () => '10.10.7'),
    );
  });
});
