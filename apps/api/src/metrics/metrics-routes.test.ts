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
