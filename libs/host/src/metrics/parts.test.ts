import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseConnections } from './connections.ts';
import { createFileSystemReader } from './file-systems.ts';
import { createSystemMetrics } from './system-metrics.ts';

describe('the control group of a container', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'group-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('is read with what it may use', async () => {
    expect(await createSystemMetrics(root).readGroup()).toBeUndefined();
    await mkdir(root, { recursive: true });
    const files = {
      'cpu.stat': 'usage_usec 2500000\nuser_usec 1\n',
      'cpu.max': '150000 100000\n',
      'memory.current': '1000\n',
      'memory.max': '4000\n',
      'io.stat': '8:0 rbytes=10 wbytes=20 rios=1 wios=1\n8:16 rbytes=5 wbytes=7 rios=1 wios=1\n',
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
    expect(await createSystemMetrics(root).readGroup()).toEqual({
      cpuMs: 2500,
      cpuLimit: 1.5,
      memoryBytes: 1000,
      memoryLimitBytes: 4000,
      disks: { readBytes: 15, writtenBytes: 27, reads: 0, writes: 0 },
    });
    await writeFile(join(root, 'cpu.max'), 'max 100000\n');
    await writeFile(join(root, 'memory.max'), 'max\n');
    expect(await createSystemMetrics(root).readGroup()).toMatchObject({ cpuLimit: null, memoryLimitBytes: null });
  });
});

describe('file systems', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('are not waited for when they do not answer, nor asked a second time meanwhile', async () => {
    const asked: string[] = [];
    const space = { total: 2, used: 1, free: 1 };
    const waiting: { answer?: () => void } = {};
    const reader = createFileSystemReader((path) => {
      asked.push(path);
      if (path === '/') return Promise.resolve({ space });
      return new Promise((resolve) => (waiting.answer = () => resolve({ space })));
    });
    const read = async () => {
      const both = reader.read(['/', '/dead']);
      await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
      await vi.advanceTimersByTimeAsync(2_000);
      return (await both).map((one) => one.space);
    };
    expect(await read()).toEqual([space, undefined]);
    expect(await read()).toEqual([space, undefined]);
    expect(asked).toEqual(['/', '/dead', '/']);
    waiting.answer?.();
    await vi.advanceTimersByTimeAsync(0);
    const third = reader.read(['/dead']);
    await vi.waitFor(() => expect(asked).toHaveLength(4));
    waiting.answer?.();
    expect((await third)[0]?.space).toEqual(space);
  });

  it('that can be chosen begin with the root, and none is the kernel’s own', async () => {
    vi.useRealTimers();
    const [first, ...others] = await createFileSystemReader().list();
    expect(first).toMatchObject({ path: '/', mountPoint: '/' });
    expect(first?.space?.total).toBeGreaterThan(0);
    expect(others.filter(({ path }) => /^\/(proc|sys|dev)(\/|$)/.test(path))).toEqual([]);
  });
});

describe('processes', () => {
  it('are listed with what they use, this one among them', async () => {
    const listed = await createSystemMetrics().listProcesses();
    const own = listed.find(({ pid }) => pid === process.pid);
    expect(own?.reading.memoryBytes).toBeGreaterThan(1_000_000);
    expect(Math.abs(Date.now() - process.uptime() * 1000 - (own?.startedAt ?? 0))).toBeLessThan(60_000);
    expect((await createSystemMetrics().describeProcess(process.pid)).disks?.reads).toBeGreaterThan(0);
  });

  it('have the sockets that they opened', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const sockets = await createSystemMetrics().readSockets([process.pid, 2 ** 30]);
    expect(sockets.get(process.pid)?.ports).toContain(port);
    expect(sockets.get(2 ** 30)).toEqual({ ports: [], connections: [] });
    await new Promise((resolve) => server.close(resolve));
  });

  it('are connected with addresses that the kernel writes backwards', () => {
    const rows = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:1EC3 0100007F:C738 01 00000000:00000000 00:00000000 00000000     0        0 4711 1',
      '   1: 0100007F:1EC3 00000000:0000 06 00000000:00000000 00:00000000 00000000     0        0 4712 1',
    ];
    expect(parseConnections(rows.join('\n'))).toEqual([
      { state: 'ESTABLISHED', local: ['127.0.0.1', 7875], remote: ['127.0.0.1', 51000], inode: '4711' },
    ]);
  });
});
