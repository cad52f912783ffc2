import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFreePort } from '../testing/free-port.ts';
import { poll } from '../testing/poll.ts';
import { runStandIn } from '../testing/run-program.ts';
import { runSimulator } from '../testing/run-simulator.ts';

const config = (folder: string, port: number, more = ''): string =>
  `entryPoints:\n  web:\n    address: ":${port}"\n  traefik:\n    address: "127.0.0.1:${port + 1}"\napi:\n  dashboard: true\n  insecure: true\nlog:\n  level: INFO\naccessLog:\n  format: json\n  filePath: ${folder}/access.log\nproviders:\n  file:\n    directory: ${folder}/dynamic\n    watch: true\n${more}`;

const route = (port: number): string =>
  `http:\n  routers:\n    a:\n      entryPoints: [web]\n      rule: Path(\`/service/ui/a\`) || PathPrefix(\`/service/ui/a/\`)\n      middlewares: [a_strip]\n      service: a\n  middlewares:\n    a_strip:\n      stripPrefix:\n        prefixes: [/service/ui/a]\n  services:\n    a:\n      loadBalancer:\n        servers:\n          - url: http://127.0.0.1:${port}\n`;

describe('stand-in of Traefik', () => {
  it('refuses a setting that Traefik does not know, and a directory that is not there', async () => {
    await using simulator = await runSimulator();
    const { folder } = simulator;
    const start = async (text: string) => {
      await writeFile(join(folder, 'traefik.yml'), text);
      await using traefik = runStandIn('traefik', { cwd: folder, args: [`--configFile=${folder}/traefik.yml`] });
      return { code: await traefik.whenEnded(), output: traefik.output() };
    };
    const port = await findFreePort();
    const missing = await start(config(folder, port));
    expect(missing).toMatchObject({ code: 1, output: expect.stringContaining('error adding file watcher') });
    await mkdir(join(folder, 'dynamic'));
    const unknown = await start(config(folder, port, 'colour: red\n'));
    expect(unknown).toMatchObject({ code: 1, output: expect.stringContaining('field not found, node: colour') });
  });

  it('routes what is written while it runs, and keeps an access log', async ({ signal }) => {
    await using simulator = await runSimulator();
    const { folder } = simulator;
    const port = await findFreePort();
    await mkdir(join(folder, 'dynamic'));
    await writeFile(join(folder, 'traefik.yml'), config(folder, port));
    const service = createServer((request, response) => response.end(`service ${request.url}`)).listen(0, '127.0.0.1');
    await once(service, 'listening');
    const address = service.address();
    await using traefik = runStandIn('traefik', { cwd: folder, args: [`--configFile=${folder}/traefik.yml`] });
    const ask = async (path: string, at = port) => {
      const answer = await fetch(`http://127.0.0.1:${at}${path}`);
      return `${answer.status} ${(await answer.text()).trim()}`;
    };
    const isUp = () => ask('/api/version', port + 1).catch(() => undefined); // not listening yet
    expect(await poll(isUp, signal)).toMatch(/^200 /);
    expect(await ask('/service/ui/a/x')).toBe('404 404 page not found');
    expect(await ask('/a%2Fb')).toBe('400 Bad Request');
    await writeFile(join(folder, 'dynamic', 'a.yaml'), route(typeof address === 'object' ? (address?.port ?? 0) : 0));
    const isRouted = async () => ((await ask('/service/ui/a/x?y=1')).startsWith('200') ? true : undefined);
    await poll(isRouted, signal);
    expect(await ask('/service/ui/a/x?y=1')).toBe('200 service /x?y=1');
    const log = (await readFile(join(folder, 'access.log'), 'utf8')).trim().split('\n');
    expect(JSON.parse(log.at(-1) ?? '')).toMatchObject({ RouterName: 'a@file', RequestPath: '/service/ui/a/x' });
    expect(traefik.output()).toMatch(/INF Traefik version /);
    service.close();
  });
});
