import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { createCompression, createFiles, openDatabase } from '@showrunner/host';
import { importJsonl, mergeMinutes, openHistoryStore, readHistory, readSeries } from '@showrunner/metrics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const now = 2_000_000_000_000;
const nowSeconds = now / 1000;
const database = () => openDatabase(':memory:');
const openStore = (on = database()) => openHistoryStore(on, createCompression(), () => now);
const sample = (timestamp: number, cpu = 10) => ({
  timestamp,
  system: {
    cpu_percent: cpu,
    mem: { percent: 50 },
    disk_io: { read_bytes: timestamp * 100, write_bytes: 0 },
    network_interfaces: [],
  },
  dumb_managed: [{ name: 'Zilean', pid: 1, cpu_percent: cpu, rss: 1000 }],
});

describe('the history of samples', () => {
  it('gives the newest of a range, whole, and says when there may be more', async () => {
    const store = openStore();
    for (const ago of [30_000, 20, 15, 10, 5]) await store.append(sample(nowSeconds - ago));
    const moments = async (query: object) =>
      (await readHistory(store, query, now)).items.map(({ timestamp }) => nowSeconds - timestamp);
    expect(await moments({})).toEqual([20, 15, 10, 5]);
    expect(await moments({ full: true })).toEqual([30_000, 20, 15, 10, 5]);
    expect(await moments({ since: nowSeconds - 12 })).toEqual([10, 5]);
    expect(await readHistory(store, { limit: 2 }, now)).toEqual({
      items: [sample(nowSeconds - 10), sample(nowSeconds - 5)],
      truncated: true,
    });
    store.close();
  });

  it('is thinned for charts, with the extremes of all samples', async () => {
    const store = openStore();
    for (let ago = 100; ago > 0; ago -= 1) await store.append(sample(nowSeconds - ago, ago));
    const answer = await readSeries(store, { since: nowSeconds - 100, bucket_seconds: 20, max_points: 600 }, now);
    expect(answer.bucket_seconds).toBe(20);
    expect(answer.timestamps.map((moment) => nowSeconds - moment)).toEqual([81, 61, 41, 21, 1]);
    expect(answer.series.cpu).toEqual([81, 61, 41, 21, 1]);
    expect(answer.series.disk_read_rate).toEqual([null, 100, 100, 100, 100]);
    expect(answer.stats?.cpu).toEqual({ min: 1, max: 100 });
    expect(answer.stats?.disk_write_rate).toEqual({ min: 0, max: 0 });
    expect(answer.stats?.inode).toBeNull();
    expect(answer.items[0]?.dumb_managed[0]).toMatchObject({ name: 'Zilean', rss: 1000, disk_io: null });
    store.close();
  });

  it('is empty before the first sample', async () => {
    const store = openStore();
    expect(await readSeries(store, { full: true }, now)).toMatchObject({
      items: [],
      stats: null,
      bucket_seconds: null,
    });
    store.close();
  });

  it('forgets what is too old, and then the oldest until it is small enough', async () => {
    const store = openStore();
    for (let ago = 40; ago > 0; ago -= 1) await store.append(sample(nowSeconds - ago));
    expect(store.prune({ olderThan: nowSeconds - 30, maxBytes: 1e9 })).toBe(10);
    const before = await store.size();
    expect(before).toMatchObject({ samples: 30, oldest: nowSeconds - 30, newest: nowSeconds - 1 });
    store.prune({ olderThan: 0, maxBytes: Math.floor(before.storedBytes / 2) });
    const after = await store.size();
    expect(after.samples).toBe(15);
    expect(after.newest).toBe(nowSeconds - 1);
    expect(await store.gauges({ limit: 100 })).toHaveLength(15);
    store.close();
  });

  it('keeps one sample a minute of what is older than a day, over gaps as well', async () => {
    const store = openStore();
    const start = Math.floor(nowSeconds / 60) * 60 - 4 * 86_400;
    const moments = [0, 20, 40, 60, 80, 200_000, 200_010].map((offset) => start + offset);
    for (const moment of [...moments, nowSeconds - 10, nowSeconds - 5]) await store.append(sample(moment, moment % 60));
    while (await mergeMinutes(store, now));
    const { items } = await readHistory(store, { full: true }, now);
    expect(items.map(({ timestamp }) => timestamp - start)).toEqual([
      40,
      80,
      200_010,
      nowSeconds - 10 - start,
      nowSeconds - 5 - start,
    ]);
    expect(items[0]?.system?.cpu_percent).toBe(20);
    store.close();
  });

  it('goes on with a file that the original wrote, and with a row that is damaged', async () => {
    const file = database();
    openStore(file);
    const put = (moment: number, payload: Uint8Array) =>
      file.run('INSERT INTO metrics_snapshots VALUES (?, ?, 1, 1, 1)', moment, payload);
    put(nowSeconds - 20, deflateSync(JSON.stringify(sample(nowSeconds - 20, 42))));
    put(nowSeconds - 10, new Uint8Array([1, 2, 3]));
    const store = openStore(file);
    while (await store.fillGauges());
    const answer = await readSeries(store, {}, now);
    expect(answer.series.cpu).toEqual([42]);
    expect(answer.stats?.cpu).toEqual({ min: 42, max: 42 });
    store.close();
  });
});

describe('files of older versions', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'metrics-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('are taken over once, without the lines that hold no sample, and stay', async () => {
    const store = openStore();
    const lines = ['not json', '', JSON.stringify(sample(300)), '{"value":1}', JSON.stringify(sample(100))];
    await writeFile(join(directory, 'metrics-20260529-000.jsonl'), lines.join('\n'));
    await writeFile(join(directory, 'metrics-20260530-000.jsonl'), `${JSON.stringify(sample(400))}\n`);
    await writeFile(join(directory, 'other-20260529-000.jsonl'), JSON.stringify(sample(500)));
    const files = createFiles();
    const done = { completed: true, files: 2, samples: 3, skipped: 2 };
    expect(await importJsonl(files, store, { directory })).toEqual(done);
    await writeFile(join(directory, 'metrics-20260531-000.jsonl'), JSON.stringify(sample(600)));
    expect(await importJsonl(files, store, { directory })).toEqual(done);
    expect(await importJsonl(files, store, { directory, force: true })).toMatchObject({ files: 3, samples: 4 });
    expect((await store.timestamps({ limit: 10 })).map(Number)).toEqual([100, 300, 400, 600]);
    store.close();
  });
});
