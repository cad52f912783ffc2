import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from '../testing/free-port.ts';
import { planStack } from '../testing/planned-stack.ts';
import { openConnection } from '../testing/real-connection.ts';
import { runStandIn } from '../testing/run-program.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => void (folder = await temporaryFolder()));
afterAll(() => folder[Symbol.asyncDispose]());

async function prepare(name: string) {
  const root = join(folder.path, name);
  const port = await findFreePort();
  const stack = planStack(root, ['neutarr'], [['neutarr.instances.Default.port', port]]);
  await stack.write('NeutArr');
  const spec = stack.spec('NeutArr');
  const start = (env: Readonly<Record<string, string>> = {}) =>
    runStandIn('neutarr', { cwd: spec.cwd, env: { ...spec.env, ...env } });
  return { spec, start, url: `http://127.0.0.1:${port}`, config: join(root, 'neutarr/default/config') };
}

/** A Sonarr that answers to one key. */
async function runArr(key: string) {
  const server = createServer((request, response) => {
    response.writeHead(request.headers['x-api-key'] === key ? 200 : 401).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => void server.close() };
}

describe('stand-in of NeutArr', () => {
  it('runs as it is planned, and keeps everything in its own folder', async () => {
    const { start, url, config } = await prepare('plain');
    await using neutarr = start();
    await neutarr.whenSaid('Serving on');
    expect(await (await fetch(`${url}/ping`)).json()).toEqual({ status: 'OK' });
    expect((await fetch(`${url}/api/settings`)).status).toBe(401);
    for (const path of ['sonarr.json', 'general.json', 'stateful', 'logs/neutarr.log']) {
      expect(existsSync(join(config, path)), path).toBe(true);
    }
  });

  it('finds an Arr that is connected while it runs, and is told when the key is not right', async () => {
    const { start, config } = await prepare('linked');
    await using arr = await runArr('good');
    const self = { serviceKey: 'neutarr', instance: 'Default', processName: 'NeutArr' };
    const sonarr = { serviceKey: 'sonarr', instance: 'Default', processName: 'Sonarr' };
    const connect = (key: string) =>
      openConnection('neutarr-arr', self, sonarr, { folder: config, arr_url: arr.url, arr_key: key }).connect();
    await connect('bad');
    await using neutarr = start();
    await neutarr.whenSaid('sonarr instance Default');
    expect(neutarr.output()).toMatch(/WARNING - sonarr instance Default at \S+ is not reachable: 401/);
    await connect('good');
    await neutarr.whenSaid(`INFO - Connected to sonarr instance Default at ${arr.url}`);
    const settings = JSON.parse(await readFile(join(config, 'sonarr.json'), 'utf8')) as object;
    expect(settings).toMatchObject({ hourly_cap: 20, instances: [{ name: 'Default', api_key: 'good' }] });
  }, 20_000);

  it('begins anew with a file that is no JSON, and refuses a port that is none', async () => {
    const { start, config } = await prepare('broken');
    await writeFile(join(config, 'radarr.json'), '{');
    await using neutarr = start();
    await neutarr.whenSaid('Serving on');
    expect(neutarr.output()).toContain('ERROR - Error decoding JSON from');
    await using deaf = start({ PORT: 'many' });
    expect(await deaf.whenEnded()).toBe(1);
    expect(deaf.output()).toContain("invalid literal for int() with base 10: 'many'");
  });
});
