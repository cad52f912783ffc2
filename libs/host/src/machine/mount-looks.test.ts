import { expect, it } from 'vitest';
import { createMountLooks, type MountHelper } from './mount-looks.ts';

/** Helpers that wait in the kernel until somebody ends their mount. */
function hanging() {
  const started: string[] = [];
  const kills: string[] = [];
  const release = new Map<string, (answered: boolean) => void>();
  const start = (path: string): MountHelper => {
    started.push(path);
    const ended = new Promise<boolean>((resolve) => release.set(path, resolve));
    return { ended, kill: () => void kills.push(path) };
  };
  return { started, kills, release, look: createMountLooks(start) };
}

it('a helper that not even KILL ends is not joined by another, and its path is stale until it ends', async () => {
  const { look, started, kills, release } = hanging();
  expect(await Promise.all([look('/proc', 10), look('/proc', 10)])).toEqual(['stale', 'stale']);
  expect(await look('/proc', 10)).toBe('stale');
  expect(started).toEqual(['/proc']);
  expect(kills.length).toBeGreaterThan(0);
  release.get('/proc')?.(false);
  const next = look('/proc', 10_000);
  await expect.poll(() => started).toEqual(['/proc', '/proc']);
  release.get('/proc')?.(true);
  expect(await next).toBe('mounted');
});

it('an answer in time is the answer to all who asked meanwhile', async () => {
  const { look, started, release } = hanging();
  const looks = Promise.all([look('/proc', 10_000), look('/proc', 10_000)]);
  await expect.poll(() => started).toEqual(['/proc']);
  release.get('/proc')?.(true);
  expect(await looks).toEqual(['mounted', 'mounted']);
});

it('what is no mount is none, and nobody is asked', async () => {
  const { look, started } = hanging();
  expect(await look('/proc/self', 10)).toBe('none');
  expect(started).toEqual([]);
});
