import type { ServerResponse } from 'node:http';
import type { UnitSpec } from '@showrunner/planner';
import { describe, expect, it } from 'vitest';
import { anEdge, aProbe } from '../fixtures/a-unit.ts';
import { useServers } from './harness/http-server.ts';
import { useWorld } from './harness/world.ts';

const world = useWorld();
const serve = useServers();
const waits = 'echo up; exec sleep 60';
const always = { when: 'always', backoffMs: [50], maxRestarts: 100, windowMs: 60_000, unhealthyThreshold: 0 } as const;
const none = { startup: [], readiness: [], liveness: [] };

const ask = (url: string, changes: Parameters<typeof aProbe>[1] = {}) =>
  aProbe({ kind: 'http', url, method: 'GET', expect: { text: 'fine' } }, { intervalMs: 200, ...changes });

async function opened() {
  const plane = world.open();
  await plane.ready;
  return plane;
}

describe('scenario 26: a probed server that means no good', () => {
  it('that hangs, drips, redirects for ever, pours or lies is judged in time, and never asked twice at once', async () => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    let poured = 0;
    const server = await serve({
      '/hangs': () => undefined,
      '/drips': (_request, response) => {
        const drip = setInterval(() => response.write('x'), 50);
        response.once('close', () => clearInterval(drip));
      },
      '/redirects': (_request, response) => response.writeHead(302, { location: '/redirects' }).end(),
      '/pours': (_request, response) => {
        const pour = () => {
          while (!response.destroyed && response.write(chunk)) poured += chunk.length;
        };
        response.on('drain', pour);
        pour();
      },
      '/lies': (_request, response) => response.end('all is well'),
    });
    const plane = await opened();
    const verdicts = {
      hangs: 'does not answer',
      drips: 'does not answer',
      redirects: 'Answers with 302.',
      pours: 'The answer is too long.',
      lies: 'The text “fine” is missing.',
    };
    await Promise.all(
      Object.entries(verdicts).map(async ([name, verdict]) => {
        const readiness = [ask(server.url(`/${name}`), { timeoutMs: 400 })];
        await plane.run(world.unit(name, waits, { probes: { ...none, readiness }, startupMs: 60_000 }));
        await plane.until(name, ({ reason }) => reason.includes(verdict));
        await server.untilAsked(`/${name}`, 4);
      }),
    );
    expect(Object.keys(verdicts).map((name) => [name, server.most(`/${name}`)])).toEqual(
      Object.keys(verdicts).map((name) => [name, 1]),
    );
    expect(poured / server.asked('/pours')).toBeLessThan(16 * 2 ** 20); // what fits into the buffers of a connection
    expect((await plane.list()).every(({ restartCount }) => restartCount === 0)).toBe(true);
  });
});

describe('scenario 27: a slow starter with a quick liveness probe', () => {
  it('is not ended before its grace is over, nor after a restart', async () => {
    let answers = false;
    const server = await serve({
      '/': (_request, response) => response.writeHead(answers ? 200 : 503).end('fine'),
    });
    const plane = await opened();
    const liveness = [ask(server.url('/'), { intervalMs: 50 })];
    const slow = world.unit('Slow', waits, { probes: { ...none, liveness }, startupMs: 60_000, restart: always });
    let { pid } = await plane.run(slow);
    for (const restartCount of [0, 1]) {
      await server.untilAsked('/', server.asked('/') + 12);
      expect(plane.status('slow')).toMatchObject({ state: 'starting', pid, restartCount });
      answers = true;
      await plane.until('slow', ({ state }) => state === 'running');
      answers = false;
      const before = pid;
      ({ pid } = await plane.until('slow', (status) => status.pid !== undefined && status.pid !== before));
    }
  });

  it('is ended when its grace is over', async () => {
    const server = await serve({ '/': (_request, response) => response.writeHead(503).end() });
    const plane = await opened();
    const probes = { ...none, liveness: [ask(server.url('/'), { intervalMs: 50 })] };
    const { pid } = await plane.run(world.unit('Slow', waits, { probes, startupMs: 500, restart: always }));
    const next = await plane.until('slow', (status) => status.pid !== undefined && status.pid !== pid);
    expect(next.lastExit).toMatchObject({ cause: 'stopped-by-us', requester: { by: 'policy' } });
  });
});

it('scenario 28: a dependent starts once its flickering provider is there, and the provider is not ended for it', async () => {
  let asked = 0;
  const server = await serve({
    '/': (_request, response) => response.writeHead((asked += 1) % 4 === 0 ? 200 : 503).end('fine'),
  });
  const plane = await opened();
  const provider = world.unit('Provider', waits, {
    probes: { ...none, readiness: [ask(server.url('/'), { intervalMs: 100 })] },
    restart: always,
  });
  const { pid } = await plane.run(provider);
  await plane.run(world.unit('Dependent', waits, { edges: [anEdge(provider, 'health')] }));
  await server.untilAsked('/', asked + 8);
  expect(plane.status('provider')).toMatchObject({ pid, restartCount: 0 });
  await plane.until('dependent', ({ state }) => state === 'running');
  expect(world.log('dependent')).toEqual(['up']);
});

describe('scenario 61: our own loop stands still while probes are under way', () => {
  const stalls: readonly (readonly [string, (plane: Awaited<ReturnType<typeof opened>>) => Promise<unknown>])[] = [
    ['because it computes', (plane) => plane.call('stall', 2_500)],
    [
      'because the process was halted',
      async (plane) => {
        plane.process.kill('SIGSTOP');
        await new Promise((resolve) => setTimeout(resolve, 2_500)); // the halt itself is what is tried
        plane.process.kill('SIGCONT');
      },
    ],
  ];

  it.each(stalls)('%s: no unit is failed for it, and no probe comes in a storm', async (_why, stall) => {
    const late = (_request: unknown, response: ServerResponse) => void setTimeout(() => response.end('fine'), 80);
    const server = await serve({ '/ready': late, '/live': late }); // late, so that a probe is always under way
    const plane = await opened();
    const probe = (path: string) => ask(server.url(path), { intervalMs: 100, timeoutMs: 1_000 });
    const probes: UnitSpec['probes'] = { startup: [], readiness: [probe('/ready')], liveness: [probe('/live')] };
    const { pid } = await plane.run(world.unit('Fine', waits, { probes, restart: always }));
    await plane.until('fine', ({ health }) => health === 'healthy');
    const told: string[] = [];
    plane.onEvent((event) => void (event.type === 'unit.changed' && told.push(event.unit.health)));
    await server.untilAsked('/live', 2);
    await stall(plane);
    await server.untilAsked('/live', server.asked('/live') + 3);
    await server.untilAsked('/ready', server.asked('/ready') + 3);
    expect([server.most('/ready'), server.most('/live')]).toEqual([1, 1]);
    expect(told.filter((health) => health !== 'healthy')).toEqual([]);
    expect(plane.status('fine')).toMatchObject({ pid, health: 'healthy', restartCount: 0 });
  });
});
