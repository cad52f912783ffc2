import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFreePort } from '../testing/free-port.ts';
import { runStandIn } from '../testing/run-program.ts';

let folder: string;
let port: number;
let plex: Server;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tautulli-'));
  port = await findFreePort();
  plex = createServer((request, response) => {
    const isOpen = request.url === '/identity' || request.headers['x-plex-token'] === 'good';
    response.writeHead(isOpen ? 200 : 401).end('<MediaContainer machineIdentifier="abc"/>');
  });
  await new Promise<void>((resolve) => plex.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await new Promise((resolve) => plex.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const file = () => join(folder, 'config.ini');
const start = (...more: readonly string[]) =>
  runStandIn('tautulli', {
    args: ['--config', file(), '--datadir', folder, '--nolaunch', '--port', String(port), ...more],
  });
const key = '0'.repeat(32);
const settings = (token: string, more = '') => {
  const { port: plexPort } = plex.address() as AddressInfo; // It listens on TCP.
  return `[General]\napi_key = ${key}\n${more}[PMS]\npms_url = http://127.0.0.1:${plexPort}\npms_token = ${token}\npms_identifier = abc\n`;
};
const api = async (query: string) => (await fetch(`http://127.0.0.1:${port}/api/v2?${query}`)).json();

describe('stand-in of Tautulli', () => {
  it.each([
    ['good', true],
    ['wrong', false],
  ])('is connected to Plex with the token that Plex takes (%s)', async (token, connected) => {
    await writeFile(file(), settings(token));
    await using tautulli = start();
    await tautulli.whenSaid('Started Tautulli web server');
    expect(await (await fetch(`http://127.0.0.1:${port}/status`)).json()).toMatchObject({ result: 'success' });
    expect(await api(`apikey=${key}&cmd=server_status`)).toMatchObject({ response: { data: { connected } } });
    expect(await api('apikey=no&cmd=server_status')).toMatchObject({ response: { result: 'error' } });
    expect(await readFile(join(folder, 'logs/tautulli.log'), 'utf8')).toMatch(
      /^\d{4}-\d\d-\d\d [\d:]{8} - INFO {4}:: MainThread : Starting Tautulli v/,
    );
  });

  it('writes over its file when it ends', async () => {
    {
      await using tautulli = start();
      await tautulli.whenSaid('Started Tautulli web server');
      await writeFile(file(), settings('while it runs'));
    }
    const text = await readFile(file(), 'utf8');
    expect(text).toMatch(/^api_key = [0-9a-f]{32}$/m);
    expect(text).not.toContain('while it runs');
  });

  it('refuses options that it does not know, a port that is taken and a root that is none', async () => {
    await using wrong = start('--update');
    expect(await wrong.whenEnded()).toBe(2);
    await using first = start();
    await first.whenSaid('Started Tautulli web server');
    await using second = start();
    expect([await second.whenEnded(), second.output()]).toEqual([
      1,
      expect.stringContaining('Failed to start the web'),
    ]);
    await first[Symbol.asyncDispose]();
    await writeFile(file(), settings('good', 'http_root = tautulli root\n'));
    await using rooted = start();
    expect([await rooted.whenEnded(), rooted.output()]).toEqual([1, expect.stringContaining('the HTTP root')]);
  });
});
