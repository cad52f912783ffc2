import { describe, expect, it } from 'vitest';
import { createClaims } from './claims.ts';
import { createMutex } from './mutex.ts';

describe('claims', () => {
  it('lets two operations work on different processes', () => {
    const claims = createClaims();
    claims.take(new Set(['Plex']));
    expect(() => claims.take(new Set(['Zilean']))).not.toThrow();
  });

  it('refuses a second operation on the same process and names it, taking nothing', () => {
    const claims = createClaims();
    claims.take(new Set(['Plex']));
    expect(() => claims.take(new Set(['Zilean', 'Plex']))).toThrow('Another operation is working on Plex.');
    expect(() => claims.take(new Set(['Zilean']))).not.toThrow();
  });

  it('gives processes back', () => {
    const claims = createClaims();
    claims.take(new Set(['Plex']))();
    expect(() => claims.take(new Set(['Plex']))).not.toThrow();
  });
});

describe('the mutex', () => {
  it('runs one piece of work at a time, in order, also after a failure', async () => {
    const exclusive = createMutex();
    const log: string[] = [];
    const work = (name: string, fails: boolean) =>
      exclusive(async () => {
        log.push(`${name} starts`);
        await Promise.resolve();
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
      });
    const results = await Promise.allSettled([work('a', true), work('b', false)]);
    expect(log).toEqual(['a starts', 'a ends', 'b starts', 'b ends']);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});
