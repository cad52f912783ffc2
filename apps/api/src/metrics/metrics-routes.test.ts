import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

const get = async (path: string) => (await server.ask('GET', path)).json;

it('names what can be measured beside what is', async () => {
  expect(await get('/metrics/filesystems')).toEqual({ configured_paths: ['/'], candidates: [] });
  expect(await get('/api/metrics/network-interfaces/')).toEqual({ configured_interfaces: ['all'], candidates: [] });
});

it('keeps a sample from the start on, and tells it as it was, and thinned', async () => {
  const count = async () => ((await get('/metrics/history')) as { items: unknown[] }).items.length;
  await expect.poll(count).toBeGreaterThan(0);
  const { items, truncated } = (await get('/metrics/history')) as { items: unknown[]; truncated: boolean };
  expect(truncated).toBe(false);
  expect(items[0]).toMatchObject({ system: { scope: 'host', cpu_percent: 5, mem: { percent: 40 } }, external: [] });
  expect(await get('/metrics/history_series?max_points=100&full=true')).toMatchObject({
    series: { cpu: expect.arrayContaining([5]) as unknown, filesystems: {}, network_interfaces: {} },
    stats: { cpu: { min: 5, max: 5 }, inode: null },
    bucket_seconds: null,
  });
});

it('refuses a range that makes no sense', async () => {
  expect(await server.ask('GET', '/metrics/history?limit=0')).toMatchObject({ status: 422 });
  expect(await server.ask('GET', '/metrics/history_series?since=yesterday')).toMatchObject({ status: 422 });
});

it('tells our own charts the past in columns, and how it is kept', async () => {
  const columns = async () =>
    (await get('/api/native/metrics?rangeSeconds=600&process=Zilean')) as { seconds: number[] };
  await expect.poll(async () => (await columns()).seconds.length).toBeGreaterThan(0);
  expect(await columns()).toMatchObject({
    bucketSeconds: 5,
    machine: { cpuPct: expect.arrayContaining([5]) as unknown, memoryPct: expect.arrayContaining([40]) as unknown },
    service: { cpuPct: expect.arrayContaining([null]) as unknown },
    kept: { enabled: true, intervalMs: 5000, since: expect.any(Number) as unknown },
  });
});

it('tells what it keeps where, for its owner alone, and takes over what older versions kept', async () => {
  const first = Math.floor(Date.now() / 1000) - 600;
  const older = await startTestServer({}, async (root) => {
    const directory = join(root, 'config/metrics');
    await mkdir(directory, { recursive: true });
    const lines = [`{"timestamp":${first}}`, `{"timestamp":${first + 5}}`, 'nonsense'];
    await writeFile(join(directory, 'metrics-20260529-000.jsonl'), lines.join('\n'));
  });
  const storage = async () => (await older.ask('GET', '/metrics/history/storage?probe_postgresql=false')).json;
  const done = { completed: true, files: 1, samples: 2, skipped: 1 };
  // The worker takes them over by itself, once.
  await expect.poll(storage).toMatchObject({ legacy_jsonl: { files: 1, preserved: true, migration: done } });
  expect((await older.ask('POST', '/metrics/history/migrate?force=true')).json).toEqual(done);
  expect(await storage()).toMatchObject({
    configured_provider: 'sqlite',
    active_provider: 'sqlite',
    fallback_active: false,
    last_error: null,
    sqlite: { path: '/config/metrics/metrics.sqlite', oldest_timestamp: first },
    postgresql: null,
  });
  expect((await stat(join(older.root, 'config/metrics/metrics.sqlite'))).mode & 0o777).toBe(0o600);
  await older.close();
});
