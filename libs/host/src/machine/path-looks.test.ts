import { expect, it } from 'vitest';
import { createPathLooks, type PathHelper } from './path-looks.ts';

/** Helpers that wait in the kernel until somebody ends their mount. */
function hanging() {
  const started: string[] = [];
  const kills: string[] = [];
  const release = new Map<string, (code: number) => void>();
  const looks = createPathLooks((question): PathHelper => {
    const path = question.at(-1) ?? '';
    started.push(path);
    const ended = new Promise<number>((resolve) => release.set(path, resolve));
    return { ended, kill: () => void kills.push(path) };
  });
  return { ...looks, started, kills, release };
}

it('a helper that not even KILL ends is not joined by another, and its path is stale until it ends', async () => {
  const { mountState, started, kills, release } = hanging();
  expect(await Promise.all([mountState('/proc', 10), mountState('/proc', 10)])).toEqual(['stale', 'stale']);
  expect(await mountState('/proc', 10)).toBe('stale');
  expect(started).toEqual(['/proc']);
  expect(kills.length).toBeGreaterThan(0);
  release.get('/proc')?.(1);
  const next = mountState('/proc', 10_000);
  await expect.poll(() => started).toEqual(['/proc', '/proc']);
  release.get('/proc')?.(0);
  expect(await next).toBe('mounted');
});

it('an answer in time is the answer to all who asked meanwhile', async () => {
  const { mountState, started, release } = hanging();
  const looks = Promise.all([mountState('/proc', 10_000), mountState('/proc', 10_000)]);
  await expect.poll(() => started).toEqual(['/proc']);
  release.get('/proc')?.(0);
  expect(await looks).toEqual(['mounted', 'mounted']);
});

it('what is no mount is none, and nobody is asked', async () => {
  const { mountState, started } = hanging();
  expect(await mountState('/proc/self', 10)).toBe('none');
  expect(started).toEqual([]);
});

it.each([
  [0, 'directory'],
  [1, 'none'],
  [null, 'silent'],
] as const)('a look for a directory that ends with %s says %s', async (code, state) => {
  const looks = createPathLooks(() => ({ ended: Promise.resolve(code), kill: () => undefined }));
  expect(await looks.directoryState('/mnt', 10_000)).toBe(state);
});

it('a directory that does not answer in time is silent', async () => {
  const { directoryState, kills } = hanging();
  expect(await directoryState('/mnt/dead', 10)).toBe('silent');
  expect(kills).toEqual(['/mnt/dead']);
});
