import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createMachine } from '@showrunner/host';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from '../testing/free-port.ts';
import { planStack } from '../testing/planned-stack.ts';
import { poll } from '../testing/poll.ts';
import { hookOf } from '../testing/postgres-of-machine.ts';
import { openConnection } from '../testing/real-connection.ts';
import { runProgram } from '../testing/run-program.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { createRealContext } from '../testing/temporary-postgres.ts';
import { playFiles } from '../archives/play.ts';
import { findRepository } from '../upstream/index.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => void (folder = await temporaryFolder()));
afterAll(() => folder[Symbol.asyncDispose]());

/** InfiniDysk as the product plans it, with the archive of its release unpacked where it belongs. */
async function prepare(name: string, machine: { readonly fuse?: boolean } = {}) {
  const root = join(folder.path, name);
  const [frontend, backend] = [await findFreePort(), await findFreePort()];
  const stack = planStack(
    root,
    ['infinidysk'],
    [
      ['infinidysk.frontend_port', frontend],
      ['infinidysk.backend_port', backend],
    ],
    machine,
  );
  await stack.write('InfiniDysk');
  const newest = findRepository('infinidysk', 'infinidysk')?.releases[0]?.assets[0]?.files ?? [];
  for (const file of await playFiles(newest)) {
    const path = join(root, 'infinidysk', file.path.replace(/^[^/]+\//, '').replace(/^backend\//, 'app/'));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.content);
    if (file.executable === true) await chmod(path, 0o755);
  }
  const spec = stack.spec('InfiniDysk');
  const start = (env: Readonly<Record<string, string>> = {}) =>
    runProgram(spec.argv, { cwd: spec.cwd, env: { ...spec.env, ...env } });
  const [page, api] = [`http://127.0.0.1:${frontend}`, `http://127.0.0.1:${backend}`];
  return { root, stack, spec, start, page, api, key: spec.env['FRONTEND_BACKEND_API_KEY'] ?? '' };
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

/** A connection of InfiniDysk as the product makes it. */
function connection({ api, key }: Prepared, name: string, values: Readonly<Record<string, string>>) {
  const self = { serviceKey: 'infinidysk', instance: null, processName: 'InfiniDysk' };
  const peer = { serviceKey: 'sonarr', instance: 'TV 4K', processName: 'Sonarr TV 4K' };
  return openConnection(name, self, peer, { url: api, api_key: key, ...values });
}

async function settings({ api, key }: Prepared, name: string): Promise<string | undefined> {
  const response = await fetch(`${api}/api/get-config`, {
    method: 'POST',
    headers: { 'x-api-key': key },
    body: new URLSearchParams({ 'config-keys': name }),
  });
  const { configItems } = (await response.json()) as { configItems: { configValue: string }[] };
  return configItems[0]?.configValue;
}

describe('stand-in of InfiniDysk, started by the script of its manifest', () => {
  it('runs both programs, serves its library to its password only, and speaks as SABnzbd to its key only', async () => {
    const prepared = await prepare('runs');
    const { spec, start, page, api, key } = prepared;
    await using infinidysk = start();
    await infinidysk.whenSaid('Now listening on');
    await infinidysk.whenSaid('Frontend server listening');
    expect(await (await fetch(`${api}/health`)).text()).toBe('Healthy');
    expect(await (await fetch(page)).text()).toMatch(/simulated stand-in.*Version 1\.2\.3/s);
    const list = async (base: string, password: string) =>
      (
        await fetch(`${base}/content`, {
          method: 'PROPFIND',
          headers: { depth: '1', authorization: `Basic ${btoa(`admin:${password}`)}` },
        })
      ).status;
    const password = spec.env['WEBDAV_PASSWORD'] ?? '';
    expect([await list(api, password), await list(page, password), await list(api, 'x')]).toEqual([207, 207, 401]);
    const ask = async (given: string) => (await fetch(`${api}/api?mode=version&apikey=${given}`)).status;
    expect([await ask(key), await ask('x')]).toEqual([200, 401]);
    expect((await stat(join(spec.cwd, 'infinidysk_start.sh'))).mode & 0o777).toBe(0o755);
  });

  it('learns about an Arr, about its new address, and forgets it; what a person has entered stays', async () => {
    const prepared = await prepare('linked');
    await using infinidysk = prepared.start();
    await infinidysk.whenSaid('Now listening on');
    const mine = { Name: 'mine', Host: 'http://nas:8989', ApiKey: 'secret', Enabled: true };
    await fetch(`${prepared.api}/api/update-config`, {
      method: 'POST',
      headers: { 'x-api-key': prepared.key },
      body: new URLSearchParams({ 'arr.instances': JSON.stringify({ SonarrInstances: [mine], QueueRules: [1] }) }),
    });
    const arr = (port: number, key: string) =>
      connection(prepared, 'infinidysk-arr', {
        application: 'Sonarr',
        arr_url: `http://127.0.0.1:${port}`,
        arr_key: key,
        category: 'sonarr-tv_4k',
      });
    const hosts = async () => {
      const { SonarrInstances: list, QueueRules: rules } = JSON.parse(
        (await settings(prepared, 'arr.instances')) ?? '{}',
      ) as {
        SonarrInstances: { Host: string; Name: string }[];
        QueueRules: unknown[];
      };
      expect(rules).toEqual([1]);
      return list.map(({ Name, Host }) => [Name, Host]);
    };
    await arr(8989, 'k1').connect();
    await arr(8989, 'k1').connect();
    expect(await hosts()).toEqual([
      ['mine', 'http://nas:8989'],
      ['Sonarr TV 4K', 'http://127.0.0.1:8989'],
    ]);
    await arr(8990, 'k2').connect();
    expect(await hosts()).toEqual([
      ['mine', 'http://nas:8989'],
      ['Sonarr TV 4K', 'http://127.0.0.1:8990'],
    ]);
    expect(await settings(prepared, 'api.categories')).toBe('audio,software,tv,movies,sonarr-tv_4k');
    const handedOver = `mode=addurl&cat=sonarr-tv_4k&name=http://x/Show.nzb&apikey=${prepared.key}`;
    expect(await (await fetch(`${prepared.api}/api?${handedOver}`)).json()).toMatchObject({ status: true });
    await arr(8990, 'k2').disconnect();
    expect(await hosts()).toEqual([['mine', 'http://nas:8989']]);
    // The key of the person's own went out masked and came back whole.
    const database = await readFile(join(prepared.root, 'infinidysk/db.sqlite-wal'), 'latin1');
    expect(database).toContain('"ApiKey":"secret"');
  });

  it('gets the remote control of the rclone of the stack, and keeps one that a person has entered', async () => {
    const prepared = await prepare('remote');
    await using infinidysk = prepared.start();
    await infinidysk.whenSaid('Now listening on');
    const control = (port: number) =>
      connection(prepared, 'infinidysk-remote-control', { rclone_url: `http://127.0.0.1:${port}` });
    await control(5572).connect();
    await control(5573).connect();
    expect(await settings(prepared, 'rclone.host')).toBe('http://127.0.0.1:5573');
    expect(await settings(prepared, 'rclone.rc-enabled')).toBe('true');
    await control(5573).disconnect();
    expect(await settings(prepared, 'rclone.host')).toBe('');
    await fetch(`${prepared.api}/api/update-config`, {
      method: 'POST',
      headers: { 'x-api-key': prepared.key },
      body: new URLSearchParams({ 'rclone.host': 'http://nas:5572' }),
    });
    await control(5573).connect();
    await control(5573).disconnect();
    expect(await settings(prepared, 'rclone.host')).toBe('http://nas:5572');
  });

  it('is mounted by the real rclone that comes with it, with the flags, the file and the password of the plan', async () => {
    const { fuse } = await createMachine().facts();
    if (!fuse) return;
    const prepared = await prepare('mounted', { fuse });
    const rclone = 'Rclone w/ InfiniDysk';
    await prepared.stack.write(rclone);
    const [hook] = prepared.stack.plan.steps.flatMap((one) =>
      one.kind === 'run-hook' && one.hook.name === 'obscure-password' ? [one.hook] : [],
    );
    if (hook === undefined) throw new Error('The plan stores no password.');
    const context = createRealContext(hook.values, undefined, hook.entry);
    await hookOf(
      'rclone',
      'obscure-password',
    )({
      ...context,
      exec: async ([program, ...args], { stdin = '' } = {}) => {
        const { status: code, stdout, stderr } = spawnSync(program, args, { input: stdin, encoding: 'utf8' });
        return { code, signal: null, stdout, stderr, truncated: false };
      },
    });
    await using infinidysk = prepared.start();
    await infinidysk.whenSaid('Now listening on');
    const { argv, cwd, env } = prepared.stack.spec(rclone);
    const mount = join(prepared.root, 'mnt/debrid/infinidysk');
    await using mounted = runProgram(argv, { cwd, env });
    try {
      const handedOver = `mode=addurl&cat=tv&name=http://x/Show.nzb&apikey=${prepared.key}`;
      await fetch(`${prepared.api}/api?${handedOver}`);
      const show = join(mount, 'content/tv/Show/Show.mkv');
      const there = poll(async () => (existsSync(show) ? true : undefined), AbortSignal.timeout(15_000));
      await Promise.race([there, mounted.whenEnded().then(() => Promise.reject(new Error(mounted.output())))]);
      expect((await readFile(show)).length).toBe(256 * 1024);
    } finally {
      spawnSync('fusermount3', ['-uz', mount]);
      await mounted.whenEnded();
    }
  });

  it('ends as a whole when one of its programs ends, with the code of the migration where that failed', async () => {
    const { start, api } = await prepare('ends');
    await using broken = start({ DATABASE_PROVIDER: 'oracle' });
    expect(await broken.whenEnded()).toBe(1);
    expect(broken.output()).toContain("DATABASE_PROVIDER must be either 'sqlite' or 'postgres'.");
    expect(broken.output()).toContain('The migration of the database ended with 1.');
    await using deaf = start({ ASPNETCORE_URLS: 'nowhere' });
    expect(await deaf.whenEnded()).toBe(1);
    expect(deaf.output()).toContain('The backend ended with 1.');
    await using faceless = start({ BACKEND_URL: '' });
    expect(await faceless.whenEnded()).toBe(1);
    expect(faceless.output()).toContain('The frontend ended with 1.');
    await expect(fetch(`${api}/health`)).rejects.toThrow();
  });
});
