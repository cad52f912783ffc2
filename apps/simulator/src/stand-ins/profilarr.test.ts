import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { services } from '@showrunner/catalog';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asProgram } from '../archives/as-program.ts';
import { bundle } from '../archives/bundle.ts';
import { programSource } from '../places.ts';
import { findFreePort } from '../testing/free-port.ts';
import { planStack } from '../testing/planned-stack.ts';
import { openConnection } from '../testing/real-connection.ts';
import { runProgram } from '../testing/run-program.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { playFiles } from '../archives/play.ts';
import { findRepository } from '../upstream/index.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let deno: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  deno = join(folder.path, 'tools/deno');
  await put(deno, asProgram(await bundle(programSource('deno'))), 0o755);
});
afterAll(() => folder[Symbol.asyncDispose]());

async function put(path: string, content: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  await chmod(path, mode);
}

/** Profilarr as the product plans it. */
async function prepare(name: string) {
  const root = join(folder.path, name);
  const port = await findFreePort();
  const stack = planStack(root, ['profilarr'], [['profilarr.instances.Default.port', port]]);
  await stack.write('Profilarr');
  const spec = stack.spec('Profilarr');
  const start = (env: Readonly<Record<string, string>> = {}) =>
    runProgram(spec.argv, { cwd: spec.cwd, env: { ...spec.env, ...env } });
  return { home: spec.cwd, start, url: `http://127.0.0.1:${port}` };
}

/** The commands of its manifest, in the tree of a release. */
async function build(home: string): Promise<void> {
  const tree = findRepository('Dictionarry-Hub', 'profilarr')?.tree('v2.1.0') ?? [];
  for (const { path, content } of await playFiles(tree)) await put(join(home, path), content);
  const steps = services.find(({ manifest }) => manifest.key === 'profilarr')?.manifest.runtime?.build ?? [];
  for (const step of steps.filter(({ ifPresent }) => ifPresent === 'deno.jsonc')) {
    if (step.kind !== 'run') continue;
    const argv = step.argv.slice(1).map((part) => part.replaceAll('${version}', 'v2.1.0'));
    await using tool = runProgram([deno, ...argv], { cwd: home, ...(step.env && { env: step.env }) });
    expect(await tool.whenEnded(), tool.output()).toBe(0);
  }
  await runProgram(['ln', '-s', 'dist/build', 'runtime'], { cwd: home }).whenEnded();
}

async function runArr(key: string) {
  const server = createServer((request, response) => {
    response.writeHead(request.headers['x-api-key'] === key ? 200 : 401).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => void server.close() };
}

describe('stand-in of Profilarr, built and started as its manifest says', () => {
  it('knows its version, finds an Arr that is connected while it runs, and loses it again', async () => {
    const { home, start, url } = await prepare('second');
    await build(home);
    expect(await readFile(join(home, 'src/lib/shared/build.ts'), 'utf8')).toMatch(
      /version: '2\.1\.0',\s+channel: 'stable',/,
    );
    await using arr = await runArr('good');
    await using program = start();
    await program.whenSaid('Server ready');
    expect(await (await fetch(`${url}/api/v1/health`)).json()).toEqual({ status: 'healthy' });
    const self = { serviceKey: 'profilarr', instance: 'Default', processName: 'Profilarr' };
    const sonarr = { serviceKey: 'sonarr', instance: 'Default', processName: 'Sonarr' };
    const connection = (key: string) =>
      openConnection('profilarr-arr', self, sonarr, { folder: join(home, 'config'), arr_url: arr.url, arr_key: key });
    await connection('bad').connect();
    await program.whenSaid(`Could not reach sonarr:Default at ${arr.url}: 401`);
    await connection('good').connect();
    await program.whenSaid(`Connected to sonarr:Default at ${arr.url}`);
    expect(await (await fetch(url)).text()).toContain('Arrs: sonarr:Default.');
    await connection('good').disconnect();
    expect(await (await fetch(url)).text()).toContain('Arrs: none.');
  }, 20_000);

  it('refuses a port that is none and a place that it may not write', async () => {
    const { home, start } = await prepare('refused');
    await build(home);
    await using deaf = start({ PORT: 'many' });
    expect(await deaf.whenEnded()).toBe(1);
    expect(deaf.output()).toContain('Invalid port: many');
    await using homeless = start({ PROFILARR_CONFIG_DIR: join(home, 'deno.lock/config') });
    expect(await homeless.whenEnded()).toBe(1);
  });

  it('starts the first line where that is installed', async () => {
    const { home, start } = await prepare('first');
    await put(
      join(home, 'backend/venv/bin/gunicorn'),
      '#!/bin/sh\necho "gunicorn $*"; echo "from $PYTHONPATH"\n',
      0o755,
    );
    await using program = start();
    expect(await program.whenEnded()).toBe(0);
    expect(program.output()).toMatch(
      /gunicorn --chdir \S+\/backend --bind 0\.0\.0\.0:\d+ --timeout 600 app\.main:create_app\(\)/,
    );
    expect(program.output()).toContain(`from ${home}/backend`);
  });
});
