import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { createMachine } from '@showrunner/host';
import { contentOf } from '../debrid/content.ts';
import { library } from '../debrid/library.ts';
import { findFreePort } from '../testing/free-port.ts';
import { poll } from '../testing/poll.ts';
import { runProgram, runStandIn } from '../testing/run-program.ts';
import { runSimulator } from '../testing/run-simulator.ts';

const config = (port: number, token: string, more = ''): string =>
  `zurg: v1\ntoken: ${token}\nhost: 127.0.0.1\nport: ${port}\n${more}directories:\n  movies:\n    group: media\n    group_order: 30\n    filters:\n      - regex: /.*/\n  shows:\n    group: media\n    group_order: 20\n    filters:\n      - has_episodes: true\n`;
const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
const bunny = library[0]?.files[0] ?? { id: '', sizeBytes: 0 };
const bunnyPath = '__all__/Big Buck Bunny (2008) 1080p/Big Buck Bunny (2008).mkv';

describe('stand-in of Zurg', () => {
  it('refuses a missing file, a file without token and a token that the provider refuses, each in its log', async () => {
    await using simulator = await runSimulator();
    const start = async (text: string | undefined) => {
      if (text !== undefined) await writeFile(join(simulator.folder, 'config.yml'), text);
      await using zurg = runStandIn('zurg', { cwd: simulator.folder, env: { SIMULATOR_URL: simulator.url } });
      return { code: await zurg.whenEnded(), output: zurg.output() };
    };
    const port = await findFreePort();
    expect(await start(undefined)).toMatchObject({ code: 1, output: expect.stringContaining('no such file') });
    expect(await start(config(port, '""'))).toMatchObject({
      code: 1,
      output: expect.stringContaining('token is empty'),
    });
    const refused = await start(config(port, 'bad-1'));
    expect(refused).toMatchObject({
      code: 1,
      output: expect.stringContaining('bad_token (status code: 401) (code: 8)'),
    });
    const [file] = await readdir(join(simulator.folder, 'logs'));
    expect(await readFile(join(simulator.folder, 'logs', file ?? ''), 'utf8')).toContain('bad_token');
  });

  it('asks for the login of its file', async () => {
    await using simulator = await runSimulator();
    const port = await findFreePort();
    await writeFile(join(simulator.folder, 'config.yml'), config(port, 'good', 'username: me\npassword: "1 2"\n'));
    await using zurg = runStandIn('zurg', { cwd: simulator.folder, env: { SIMULATOR_URL: simulator.url } });
    await zurg.whenSaid('Starting server');
    const ask = async (headers: Record<string, string>) =>
      (await fetch(`http://127.0.0.1:${port}/dav/`, { method: 'PROPFIND', headers: { depth: '0', ...headers } }))
        .status;
    expect(await ask({})).toBe(401);
    expect(await ask({ authorization: `Basic ${btoa('me:wrong')}` })).toBe(401);
    expect(await ask({ authorization: `Basic ${btoa('me:1 2')}` })).toBe(207);
  });

  it('serves ranges, and refuses what is not there or cannot be', async () => {
    await using simulator = await runSimulator();
    const port = await findFreePort();
    await writeFile(join(simulator.folder, 'config.yml'), config(port, 'good'));
    await using zurg = runStandIn('zurg', { cwd: simulator.folder, env: { SIMULATOR_URL: simulator.url } });
    await zurg.whenSaid('Starting server');
    const url = `http://127.0.0.1:${port}/dav/${encodeURI(bunnyPath)}`;
    const range = async (header: string) => {
      const response = await fetch(url, { headers: { range: header } });
      return [response.status, Buffer.from(await response.arrayBuffer()).equals(contentOf(bunny.id, 1000, 1099))];
    };
    expect(await range('bytes=1000-1099')).toEqual([206, true]);
    expect((await range(`bytes=${bunny.sizeBytes}-`))[0]).toBe(416);
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(405);
    expect((await fetch(`http://127.0.0.1:${port}/dav/nothing`)).status).toBe(404);
    const shows = await (
      await fetch(`http://127.0.0.1:${port}/dav/shows/`, { method: 'PROPFIND', headers: { depth: '1' } })
    ).text();
    expect(shows).toContain('Pioneer%20One%20S01%20720p');
    expect(shows).not.toContain('Bunny');
  });

  it('is read through a real rclone, mounted or served', async () => {
    await using simulator = await runSimulator();
    const [port, servePort] = [await findFreePort(), await findFreePort()];
    await writeFile(join(simulator.folder, 'config.yml'), config(port, 'good'));
    await writeFile(
      join(simulator.folder, 'rclone.config'),
      `[riven]\ntype = webdav\nurl = http://127.0.0.1:${port}/dav/\nvendor = other\npacer_min_sleep = 0\n`,
    );
    await using zurg = runStandIn('zurg', { cwd: simulator.folder, env: { SIMULATOR_URL: simulator.url } });
    await zurg.whenSaid('Starting server');
    const common = [
      `--config=${join(simulator.folder, 'rclone.config')}`,
      '--poll-interval=0',
      `--cache-dir=${join(simulator.folder, 'cache')}`,
      '--dir-cache-time=10s',
    ];
    const wanted = sha256(contentOf(bunny.id, 0, bunny.sizeBytes - 1));

    await using served = runProgram([
      'rclone',
      'serve',
      'webdav',
      'riven:',
      `--addr=127.0.0.1:${servePort}`,
      ...common,
    ]);
    const read = async () => {
      const response = await fetch(`http://127.0.0.1:${servePort}/${encodeURI(bunnyPath)}`).catch(() => undefined);
      return response?.status === 200 ? sha256(new Uint8Array(await response.arrayBuffer())) : undefined;
    };
    expect(await poll(read, AbortSignal.timeout(15_000)), served.output()).toBe(wanted);

    const { fuse } = await createMachine().facts();
    if (!fuse) return;
    const mount = join(simulator.folder, 'mount');
    await mkdir(mount);
    await using mounted = runProgram(['rclone', 'mount', 'riven:', mount, '--allow-non-empty', ...common]);
    try {
      await poll(async () => (existsSync(join(mount, '__all__')) ? true : undefined), AbortSignal.timeout(15_000));
      expect((await readdir(mount)).sort()).toEqual(['__all__', 'movies', 'shows']);
      expect(sha256(await readFile(join(mount, bunnyPath)))).toBe(wanted);
    } finally {
      spawnSync('fusermount3', ['-uz', mount]);
      await mounted.whenEnded();
    }
  });
});
