import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { standInSource } from '../places.ts';
import { findFreePort } from '../testing/free-port.ts';
import { planStack } from '../testing/planned.ts';
import { poll } from '../testing/poll.ts';
import { runProgram } from '../testing/run-program.ts';

const fixtures = new URL('../../../../libs/catalog/services/bazarr/fixtures/', import.meta.url);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bazarr-'));
  for (const module of ['lxml', 'numpy'])
    await mkdir(join(folder, 'venv/lib/python3.11/site-packages', module), { recursive: true });
  // Bazarr looks for its packages beside its script, so the script is called by a file in a tree of its own.
  await writeFile(join(folder, 'bazarr.mjs'), `import ${JSON.stringify(standInSource('bazarr'))};\n`);
  return () => rm(folder, { recursive: true, force: true });
});

const configFile = () => join(folder, 'data/config/config.yaml');

function runBazarr(port: number | undefined, env: Readonly<Record<string, string>> = {}) {
  const args = ['--config', join(folder, 'data'), ...(port === undefined ? [] : ['--port', String(port)])];
  const argv = [process.execPath, '--conditions=source', join(folder, 'bazarr.mjs'), ...args] as const;
  const program = runProgram(argv, { cwd: folder, env: { NO_UPDATE: 'true', ...env } });
  return { ...program, [Symbol.asyncDispose]: () => end(program) };
}

/** As the supervisor does: the parent and its child get the interrupt. */
async function end(program: ReturnType<typeof runProgram>): Promise<void> {
  const child = Number(/child process with PID (\d+)/.exec(program.output())?.[1]);
  try {
    process.kill(child, 'SIGINT');
  } catch {
    // It has ended by itself.
  }
  await program.whenEnded();
}

describe('stand-in of Bazarr', () => {
  it('completes the file that we write, keeps what a person has set, and takes its port from the command', async () => {
    const port = await findFreePort();
    await mkdir(join(folder, 'data/config'), { recursive: true });
    await writeFile(configFile(), await readFile(new URL('config.after.yaml', fixtures)));
    await using bazarr = runBazarr(port);
    await bazarr.whenSaid('waiting for requests');
    const text = await readFile(configFile(), 'utf8');
    expect(text).toMatch(/^---\n/);
    expect(text).toContain('page_size: 50');
    expect(text).toContain('port: 6800');
    expect(text).toContain('use_sonarr: false');
    expect(await (await fetch(`http://127.0.0.1:${port}/api/system/ping`)).json()).toEqual({ status: 'OK' });
    expect(await readFile(join(folder, 'data/log/bazarr.log'), 'utf8')).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\|INFO +\|root +\|BAZARR is started.*\|$/m,
    );
  });

  it('takes settings by its API, with its key and in range only', async () => {
    const port = await findFreePort();
    await using bazarr = runBazarr(port);
    await bazarr.whenSaid('waiting for requests');
    const key = /apikey: (\w{32})/.exec(await readFile(configFile(), 'utf8'))?.[1] ?? '';
    const post = async (body: Record<string, string>, apikey = key) =>
      (
        await fetch(`http://127.0.0.1:${port}/api/system/settings`, {
          method: 'POST',
          headers: { 'x-api-key': apikey },
          body: new URLSearchParams(body),
        })
      ).status;
    expect(await post({ 'settings-general-use_sonarr': 'true' }, 'wrong')).toBe(401);
    expect(await post({ 'settings-sonarr-port': '70000' })).toBe(406);
    expect(await post({ 'settings-general-use_sonarr': 'true', 'settings-sonarr-port': '9001' })).toBe(204);
    const settings = await fetch(`http://127.0.0.1:${port}/api/system/settings?apikey=${key}`);
    expect(await settings.json()).toMatchObject({ general: { use_sonarr: true }, sonarr: { port: 9001 } });
    expect(await readFile(configFile(), 'utf8')).toContain('use_sonarr: true');
  });

  it('ends in order on an interrupt, and keeps its port after SIGTERM to its parent', async () => {
    const port = await findFreePort();
    const first = runBazarr(port);
    await first.whenSaid('waiting for requests');
    await end(first);
    expect(first.output()).toContain('Bazarr is being shutdown');

    const second = runBazarr(port);
    await second.whenSaid('waiting for requests');
    const child = Number(/child process with PID (\d+)/.exec(second.output())?.[1]);
    process.kill(second.pid, 'SIGTERM');
    process.kill(child, 'SIGTERM');
    expect((await fetch(`http://127.0.0.1:${port}/api/system/ping`)).status).toBe(200);
    process.kill(child, 'SIGINT');
    const ended = async () => (existsSync(`/proc/${child}`) ? undefined : true);
    expect(await poll(ended, AbortSignal.timeout(10_000))).toBe(true);
  });

  it('gives up a port that is held, and refuses missing packages, other arguments and a broken file', async () => {
    const held = createServer();
    const port = await findFreePort();
    await new Promise<void>((resolve) => held.listen(port, '::', resolve));
    await using taken = runBazarr(port);
    await taken.whenSaid('cannot bind to specified TCP port, trying with default (6767)');
    await new Promise((resolve) => held.close(resolve));

    const outcome = async (program: ReturnType<typeof runBazarr>) => [await program.whenEnded(), program.output()];
    expect(await outcome(runBazarr(undefined, { POSTGRES_ENABLED: 'true' }))).toEqual([
      152,
      expect.stringContaining("No module named 'psycopg2'"),
    ]);
    const script = join(folder, 'bazarr.mjs');
    const odd = runProgram([process.execPath, '--conditions=source', script, '--fast', 'x'], { cwd: folder });
    expect([await odd.whenEnded(), odd.output()]).toEqual([
      2,
      expect.stringContaining('unrecognized arguments: --fast'),
    ]);
    await writeFile(configFile(), '- not\n- a mapping\n');
    expect(await outcome(runBazarr(port))).toEqual([1, expect.stringContaining('holds no mapping')]);
  });
});

describe('Bazarr as it is planned', () => {
  const plan = (values: Parameters<typeof planStack>[1]) =>
    planStack({ kind: 'compose', cores: [], optionals: ['bazarr'] }, values);

  it('has its program apart from its data, and environment and packages made anew with each release', () => {
    const planned = plan({});
    expect(planned.unit('Bazarr').argv).toEqual([
      '/srv/show/opt/bazarr/venv/bin/python',
      '/srv/show/opt/bazarr/bazarr.py',
      '--config',
      '/srv/show/bazarr/data',
      '--port',
      '6767',
    ]);
    // The default document excludes the environment, which would keep it from getting the packages of a new release.
    expect(planned.artifact('Bazarr').persist).toEqual([]);
    expect(planned.unit('Bazarr').env).toMatchObject({ NO_UPDATE: 'true', POSTGRES_ENABLED: 'false' });
    expect(planned.unit('Bazarr').env).not.toHaveProperty('POSTGRES_PASSWORD');
  });

  it('has the database that is chosen, and forgets what the original wrote', () => {
    const values = {
      'bazarr/postgres_enabled': true,
      'bazarr/env': { NO_UPDATE: 'false', POSTGRES_ENABLED: 'false', POSTGRES_HOST: 'old' },
    };
    expect(plan(values).unit('Bazarr').env).toMatchObject({
      NO_UPDATE: 'true',
      POSTGRES_ENABLED: 'true',
      POSTGRES_HOST: '127.0.0.1',
      POSTGRES_DATABASE: 'bazarr',
    });
    expect(plan({ ...values, 'bazarr/postgres_database': 'mine' }).unit('Bazarr').env).toMatchObject({
      POSTGRES_DATABASE: 'mine',
    });
  });
});
