import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { OperationView, PlanView } from '@showrunner/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, rivenRequest, signUp } from './harness/client.ts';
import { freePort, makeDataRoot, removeDataRoot, type Showrunner, startShowrunner } from './harness/showrunner.ts';

const main = new URL('../../api/dist/main.js', import.meta.url).pathname;

/** Starts the server on a document that it must refuse, and answers what it said. */
async function startWith(text: string): Promise<{ code: number | null; said: string; left: string }> {
  const dataRoot = makeDataRoot();
  mkdirSync(join(dataRoot, 'config'));
  const path = join(dataRoot, 'config/dumb_config.json');
  writeFileSync(path, text);
  const result = spawnSync(process.execPath, [main], {
    env: { ...process.env, SHOWRUNNER_DATA: dataRoot, SHOWRUNNER_PORT: String(await freePort()) },
    encoding: 'utf8',
    timeout: 30_000,
  });
  const left = readFileSync(path, 'utf8');
  removeDataRoot(dataRoot);
  return { code: result.status, said: `${result.stdout}${result.stderr}`, left };
}

describe('a document that cannot be', () => {
  it('is refused when it is cut off, with line and column, and left as it is', async () => {
    const text = '{\n  "puid": 1000,\n  "zilean": {\n    "enabled": true,\n';
    const { code, said, left } = await startWith(text);
    expect(code).toBe(1);
    expect(said).toMatch(/dumb_config\.json/);
    expect(said).toMatch(/line 5/i);
    expect(left).toBe(text);
  });

  it('is refused when values are of the wrong type, with every path and a remedy', async () => {
    const text = JSON.stringify({ puid: 'me', zilean: { port: 'high' } });
    const { code, said, left } = await startWith(text);
    expect(code).toBe(1);
    expect(said).toMatch(/puid/);
    expect(said).toMatch(/zilean.*port/);
    expect(left).toBe(text);
  });
});

describe('a port that is held', () => {
  it.each(['SHOWRUNNER_PORT', 'SHOWRUNNER_EXTRA_PORTS'])(
    'ends the start with who holds it and what to do, when %s names it, and leaves nothing running',
    async (variable) => {
      const held = await freePort();
      const holder = await listen(held);
      const dataRoot = makeDataRoot();
      const ports = { SHOWRUNNER_PORT: String(await freePort()), [variable]: String(held) };
      const start = spawn(process.execPath, [main, '--demo'], {
        env: { ...process.env, SHOWRUNNER_DATA: dataRoot, ...ports },
      });
      let said = '';
      start.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      start.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const [code] = (await once(start, 'close')) as [number | null];
      await new Promise((resolve) => holder.close(resolve));
      expect(code).toBe(1);
      expect(said).toContain(`Port ${held} is held by node (pid ${process.pid}).`);
      expect(said).toContain(variable);
      expect(said).not.toMatch(/^\s+at /m);
      removeDataRoot(dataRoot);
    },
  );
});

describe('a running stack', () => {
  let showrunner: Showrunner;
  let client: Client;

  beforeAll(async () => {
    showrunner = await startShowrunner({ args: ['--demo'] });
    client = await signUp(showrunner.url);
  });

  afterAll(async () => {
    await showrunner.stop();
    removeDataRoot(showrunner.dataRoot);
  });

  it('says who holds a port and what moves, before anything is done', async () => {
    const riven = { kind: 'compose', cores: [rivenRequest.core_services], optionals: [] };
    const portOf = (plan: PlanView) =>
      plan.services.find(({ processName }) => processName === 'Riven Backend')?.ports[0]?.port ?? 0;
    const wanted = portOf(await client.post<PlanView>('/api/native/plan', riven));
    const holder = await listen(wanted);
    try {
      const plan = await client.post<PlanView>('/api/native/plan', riven);
      expect(portOf(plan)).toBeGreaterThan(wanted);
      const move = plan.moves.find(({ processName }) => processName === 'Riven Backend');
      expect(move).toMatchObject({ from: 8080, to: portOf(plan) });
      if (wanted === 8080) expect(move?.reason).toContain(`node (pid ${process.pid})`);
      expect((await client.stack()).services.filter(({ enabled }) => enabled)).toEqual([]);
    } finally {
      await new Promise((resolve) => holder.close(resolve));
    }
  });

  it('ends with a sentence at the step where a bad key shows, and goes on there once it is mended', async () => {
    const compose = (key: string) => ({
      kind: 'compose',
      cores: [{ name: 'Riven', debrid_service: 'RealDebrid', debrid_key: key }],
      optionals: [],
    });
    const failed = await client.operate(compose('bad-1'));
    expect(failed.state).toBe('failed');
    const step = failed.steps.find(({ id }) => id === failed.failedStep);
    expect(step?.processName).toBe('Zurg w/ Riven');
    expect(failed.problem).toMatchObject({ code: 'credential.rejected' });
    expect(failed.problem?.message).toContain('Zurg w/ Riven');
    expect(failed.problem?.hint).not.toBe('');
    expect(JSON.stringify(failed)).not.toContain('bad-1');

    await client.post<OperationView>(`/api/native/operations/${failed.id}/retry`);
    const retried = await client.whenEnded(failed.id);
    expect(retried.state).toBe('failed');
    const installedBefore = failed.steps.filter(({ kind, state }) => kind === 'install' && state === 'done');
    expect(installedBefore.length).toBeGreaterThan(0);
    for (const { id } of installedBefore) {
      const step = retried.steps.find((other) => other.id === id);
      expect(step?.endedAt).toBe(installedBefore.find((other) => other.id === id)?.endedAt);
    }

    const mended = await client.operate(compose('good-1'));
    expect(mended.state).toBe('succeeded');
    const again = mended.steps.filter(({ kind }) => kind === 'install').map(({ id }) => id);
    expect(installedBefore.filter(({ id }) => again.includes(id))).toEqual([]);
  });

  it.each([
    ['a wrong type', 'riven_backend', { port: 'high' }, /riven_backend/],
    ['a circle', 'postgres', { depends_on: ['Riven Backend'] }, /PostgreSQL.*Riven Backend.*PostgreSQL/],
  ])('refuses %s in an edit with its path, and touches nothing', async (_what, block, change, said) => {
    const before = await client.pids();
    const { revision, document } = await client.document();
    const wrong = { ...document, [block]: { ...document[block], ...change } };
    const refused = await client.call('POST', '/api/native/operations', {
      kind: 'edit',
      document: wrong,
      basedOn: revision,
    });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(refused.body)).toMatch(said);
    expect(JSON.stringify(refused.body)).toContain(block);
    expect((await client.document()).revision).toBe(revision);
    expect(await client.pids()).toEqual(before);
  });
});

async function listen(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
