import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseSuperfluous } from './choose-superfluous.ts';
import type { CacheNote } from './notes.ts';

const now = 1_000_000;
const limits = { maxBytes: 1000, maxAgeMs: 500, versionsKept: 2 };
const note = (name: string, more: Partial<CacheNote> = {}): CacheNote => ({
  url: `http://releases.test/${name}`,
  name,
  sha256: name,
  sizeBytes: 10,
  usedAt: now,
  ...more,
});
const zurg = (version: string, usedAt: number, name = `zurg-${version}`): CacheNote =>
  note(name, { purpose: { service: 'zurg', version }, usedAt });
const namesOf = (notes: readonly CacheNote[]) => notes.map(({ name }) => name);

describe('what goes of the downloads', () => {
  it('is nothing while everything is within the limits', () => {
    expect(chooseSuperfluous([note('a'), zurg('v1', now), zurg('v2', now)], limits, now)).toEqual([]);
  });

  it('is what was not used for too long', () => {
    expect(namesOf(chooseSuperfluous([note('old', { usedAt: now - 501 }), note('new')], limits, now))).toEqual(['old']);
  });

  it('is every version of a service beyond the newest few, with all of its files', () => {
    const all = [
      zurg('v1', now - 30),
      zurg('v2', now - 20),
      zurg('v3', now - 10, 'zurg-v3.zip'),
      zurg('v3', now - 10, 'checksums-v3'),
      note('pnpm.tar.gz', { usedAt: now - 40 }),
    ];
    expect(namesOf(chooseSuperfluous(all, limits, now))).toEqual(['zurg-v1']);
  });

  it('is what was not used for the longest time, until the rest fits; equal bytes count once', () => {
    const all = [
      note('a', { sizeBytes: 600, usedAt: now - 1 }),
      note('b', { sizeBytes: 600, usedAt: now - 2, sha256: 'a' }),
      note('c', { sizeBytes: 300, usedAt: now - 3 }),
      note('d', { sizeBytes: 300, usedAt: now - 4 }),
    ];
    expect(namesOf(chooseSuperfluous(all, limits, now))).toEqual(['d']);
  });

  it('leaves what is within every limit, whatever there is', () => {
    const notes = fc.array(
      fc.record({
        service: fc.constantFrom('a', 'b', undefined),
        version: fc.nat(3),
        sizeBytes: fc.nat(600),
        age: fc.nat(800),
      }),
    );
    fc.assert(
      fc.property(notes, (drawn) => {
        const all = drawn.map(({ service, version, sizeBytes, age }, index) =>
          note(String(index), {
            sizeBytes,
            usedAt: now - age,
            ...(service === undefined ? {} : { purpose: { service, version: String(version) } }),
          }),
        );
        const gone = new Set(chooseSuperfluous(all, limits, now));
        const left = all.filter((one) => !gone.has(one));
        expect(left.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBeLessThanOrEqual(limits.maxBytes);
        expect(left.every(({ usedAt }) => now - usedAt <= limits.maxAgeMs)).toBe(true);
        for (const service of ['a', 'b']) {
          const versions = left.flatMap(({ purpose }) => (purpose?.service === service ? [purpose.version] : []));
          expect(new Set(versions).size).toBeLessThanOrEqual(limits.versionsKept);
        }
      }),
    );
  });
});
