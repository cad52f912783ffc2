import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMachine } from '@showrunner/host';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from '../testing/free-port.ts';
import { planStack } from '../testing/planned-stack.ts';
import { poll } from '../testing/poll.ts';
import { runStandIn } from '../testing/run-program.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

let fuse: boolean;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const fixtures = new URL('../../../../libs/catalog/services/altmount/fixtures/', import.meta.url);

beforeAll(async () => {
  ({ fuse } = await createMachine().facts());
  folder = await temporaryFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

/** AltMount as the product plans it, below a root of its own. */
async function prepare(name: string, more: readonly (readonly [string, string | number | boolean])[] = []) {
  const root = join(folder.path, name);
  const [port, rc] = [await findFreePort(), await findFreePort()];
  const stack = planStack(root, ['altmount'], [['altmount.port', port], ['altmount.rclone_rc_port', rc], ...more], {
    fuse,
  });
  const spec = stack.spec('AltMount');
  const start = () => runStandIn('altmount', { args: spec.argv.slice(1), cwd: spec.cwd, env: spec.env });
  const url = `http://127.0.0.1:${port}`;
  return { root, rc, stack, spec, start, url, config: join(root, 'altmount/config.yaml') };
}

describe('stand-in of AltMount', () => {
  it('runs with the files that the product writes, and is reached by its key and no other', async () => {
    const { stack, spec, start, url, config } = await prepare('plain', [['altmount.mount_type', 'none']]);
    await stack.write('AltMount');
    expect((await stat(config)).mode & 0o777).toBe(0o600);
    await using altmount = start();
    await altmount.whenSaid('AltMount server started');
    expect(await (await fetch(`${url}/live`)).json()).toMatchObject({ status: 'ok' });
    const ask = async (query: string) => (await fetch(`${url}/sabnzbd/api?${query}`)).json();
    const key = spec.env['ALTMOUNT_API_KEY'] ?? '';
    expect(await ask(`mode=version&apikey=${key}`)).toMatchObject({ version: '4.5.0' });
    expect(await ask(`mode=version&apikey=${key}x`)).toEqual({ status: false, error: 'Invalid API key' });
    expect(await ask(`mode=get_config&apikey=${key}`)).toMatchObject({
      config: { categories: expect.arrayContaining([expect.objectContaining({ name: 'tv', dir: 'tv' })]) },
    });
    expect(await ask(`mode=addurl&cat=tv&name=http://x/Show.nzb&apikey=${key}`)).toMatchObject({ status: true });
    expect(await ask(`mode=addurl&cat=radio&name=http://x/Show.nzb&apikey=${key}`)).toMatchObject({ status: false });
    expect(await ask(`mode=history&apikey=${key}`)).toMatchObject({
      history: {
        slots: [{ status: 'Completed', storage: expect.stringMatching(/\/mnt\/debrid\/altmount\/tv\/Show$/) }],
      },
    });
    expect((await fetch(`${url}/webdav/`, { method: 'PROPFIND', headers: { depth: '0' } })).status).toBe(401);
    const lines = (await readFile(join(spec.cwd, 'logs/altmount.log'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toContain('AltMount server started');
  });

  it('mounts what it has through the rclone that it starts, and takes the mount away when it ends', async () => {
    if (!fuse) return;
    const { root, rc, stack, spec, start, url } = await prepare('mounted');
    await stack.write('AltMount');
    const mount = join(root, 'mnt/debrid/altmount');
    const altmount = start();
    try {
      await altmount.whenSaid('RClone mount service started');
      expect((await fetch(`http://127.0.0.1:${rc}/core/version`, { method: 'POST' })).ok).toBe(true);
      const key = spec.env['ALTMOUNT_API_KEY'] ?? '';
      await fetch(`${url}/sabnzbd/api?mode=addurl&cat=movies&name=http://x/Film.nzb&apikey=${key}`);
      const film = join(mount, 'movies/Film/Film.mkv');
      await poll(async () => (existsSync(film) ? true : undefined), AbortSignal.timeout(15_000));
      expect((await readFile(film)).length).toBe(256 * 1024);
    } finally {
      await altmount[Symbol.asyncDispose]();
    }
    expect(await readdir(mount)).toEqual([]);
    expect(await readFile('/proc/self/mountinfo', 'utf8')).not.toContain(mount);
  });

  it('keeps what a person has set, and gets what is missing', async () => {
    const { root, stack, config } = await prepare('kept', [['altmount.mount_type', 'none']]);
    await mkdir(join(config, '..'), { recursive: true });
    await cp(new URL('config.before.yaml', fixtures), config);
    await stack.write('AltMount');
    const port = /port: (\d+)/.exec(await readFile(config, 'utf8'))?.[1] ?? '';
    const key = /key_override: (\w+)/.exec(await readFile(config, 'utf8'))?.[1] ?? '';
    const text = (await readFile(config, 'utf8'))
      .replaceAll(root, '')
      .replaceAll(port, '8088')
      .replace(key, '0'.repeat(32));
    await expect(text).toMatchFileSnapshot(new URL('config.after.yaml', fixtures).pathname);
    const before = await readFile(config, 'utf8');
    await stack.write('AltMount');
    expect(await readFile(config, 'utf8')).toBe(before);
  });

  it.each([
    ['a mount of nobody’s kind', /mount_type: none/, 'mount_type: magic', 'invalid mount_type: magic'],
    ['no place for its metadata', /root_path: .*/, 'root_path: ""', 'metadata root_path cannot be empty'],
    ['a level that it does not know', /level: info/, 'level: chatty', 'log_level must be one of'],
    ['a category twice', /name: music/, 'name: tv', "duplicate category name 'tv'"],
    ['a file that is no YAML', /^/, '{', 'error reading config file'],
  ])('refuses %s', async (_what, pattern, replacement, words) => {
    const { stack, start, config } = await prepare('refused', [['altmount.mount_type', 'none']]);
    await stack.write('AltMount');
    const good = await readFile(config, 'utf8');
    const bad = good.replace(pattern, replacement);
    expect(bad).not.toBe(good);
    await writeFile(config, bad);
    await using altmount = start();
    expect(await altmount.whenEnded()).toBe(1);
    expect(altmount.output()).toContain(words);
    await writeFile(config, good);
  });

  it('does not run without a secret for its sessions', async () => {
    const { stack, spec } = await prepare('secretless', [['altmount.mount_type', 'none']]);
    await stack.write('AltMount');
    const { JWT_SECRET: _, ...env } = spec.env;
    await using altmount = runStandIn('altmount', { args: spec.argv.slice(1), cwd: spec.cwd, env });
    expect(await altmount.whenEnded()).toBe(1);
    expect(altmount.output()).toContain('JWT_SECRET environment variable must be set');
  });
});
