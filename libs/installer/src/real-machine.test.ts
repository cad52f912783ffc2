import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the one place where the installer meets a real machine
import {
  createArchives,
  createClock,
  createFiles,
  createIds,
  createLogger,
  createMachine,
  createNetwork,
  createProcesses,
} from '@showrunner/host';
import type { PlannedArtifact } from '@showrunner/planner';
import { createInstaller, type Installer } from './index.ts';
import { artifactOf, wireRelease } from './testing/world.ts';
import { makeZip } from './testing/zip.ts';

let directory: string;
let server: Server;
let base: string;
let installer: Installer;
let routes: Map<string, Buffer | object>;
let asked: string[];
const lines: string[] = [];
const options = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
  onLine: (line: string) => void lines.push(line),
};

beforeEach(async () => {
  directory = await fs.mkdtemp(join(tmpdir(), 'installer-'));
  routes = new Map();
  asked = [];
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const files = createFiles();
  const clock = createClock();
  installer = createInstaller(
    {
      files,
      clock,
      network: createNetwork(),
      archives: createArchives(),
      processes: createProcesses(),
      machine: createMachine(),
      ids: createIds(clock.now),
      logger: createLogger({ format: 'json', level: () => 'error', redact: (line) => line }),
    },
    {
      root: join(directory, 'data'),
      githubApi: `${base}/api`,
      githubWeb: `${base}/web`,
      githubToken: 'tok',
      toolchainsUrl: `${base}/toolchains`,
      preferFetchedToolchains: true,
      pypiUrl: `${base}/simple`,
      cacheDir: join(directory, 'data/cache'),
      limits: { downloadBytes: 1e8, archiveEntries: 1000, unpackedBytes: 1e8 },
      cacheLimits: () => ({ maxBytes: 1e9, maxAgeMs: 1e9, versionsKept: 2 }),
      rateLimitMaxWaitMs: 1000,
      baseEnv: { PATH: '/usr/bin:/bin' },
    },
  );
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await fs.rm(directory, { recursive: true, force: true });
});

/** Speaks as much GitHub as the installer asks for: ETags, assets by way of a redirect to another path, archives. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? '';
  asked.push(`${request.method ?? ''} ${path}`);
  const content = routes.get(path);
  if (content === undefined) {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Not Found"}');
    return;
  }
  if (path.startsWith('/api') && path.includes('/assets/')) {
    response.writeHead(302, { location: `/storage${path}` }).end();
    routes.set(`/storage${path}`, content);
    return;
  }
  const body = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 12)}"`;
  if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
  else {
    const type = Buffer.isBuffer(content) ? 'application/octet-stream' : 'application/json; charset=utf-8';
    response.writeHead(200, { etag, 'content-type': type, 'content-length': body.length }).end(body);
  }
}

/** Every path with kind, mode and content, so that two trees can be compared byte for byte. */
async function photograph(root: string): Promise<Record<string, string>> {
  const seen: Record<string, string> = {};
  for (const entry of await fs.readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const stat = await fs.lstat(path);
    const content = entry.isSymbolicLink()
      ? await fs.readlink(path)
      : entry.isFile()
        ? await fs.readFile(path, 'base64')
        : '';
    seen[path.slice(root.length)] = `${stat.mode.toString(8)} ${entry.isFile() ? stat.mtimeMs : ''} ${content}`;
  }
  return seen;
}

const sha256 = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const program = (version: string) => ({ content: `#!/bin/sh\necho "Version: ${version}"\n`, mode: 0o755 });

function zurg(version: PlannedArtifact['version']): PlannedArtifact {
  const root = join(directory, 'data/zurg/RD');
  return artifactOf(
    {
      kind: 'github-asset',
      repository: 'owner/zurg',
      asset: { amd64: 'zurg-${tag}.zip', arm64: 'zurg-${tag}.zip' },
      archive: 'zip',
      verify: 'github-digest',
      selectors: ['latest', 'tag'],
    },
    {
      root,
      version,
      persist: [`${root}/config.yml`],
      spec: {
        root: '/zurg/RD',
        ready: ['zurg'],
        executables: ['zurg'],
        version: { kind: 'command', argv: ['${artifact}/zurg', 'version'], pattern: ':\\s+(\\S+)\\s*$' },
        persist: ['data'],
      },
    },
  );
}

function publish(tag: string, id: number, entries: Parameters<typeof makeZip>[0], digest?: string): void {
  const bytes = makeZip(entries);
  const release = wireRelease(tag, [{ id, name: `zurg-${tag}.zip`, digest: digest ?? sha256(bytes) }]);
  routes.set(`/api/repos/owner/zurg/releases/tags/${tag}`, release);
  routes.set(`/api/repos/owner/zurg/releases/assets/${id}`, bytes);
}

it('installs, updates, undoes to the same bytes, and updates again without a second download', async () => {
  publish('v1', 1, { zurg: program('v1'), old: { content: 'x' } });
  publish('v2', 2, { zurg: program('v2'), 'config.yml': { content: 'theirs' } });
  const first = await installer.installArtifact(zurg({ kind: 'tag', tag: 'v1' }), options);
  expect(first.version).toBe('v1');
  await first.commit();
  const root = first.root;
  await fs.mkdir(`${root}/data`);
  await fs.writeFile(`${root}/data/library`, 'mine');
  await fs.writeFile(`${root}/config.yml`, 'mine', { mode: 0o600 });

  const before = await photograph(root);
  const second = await installer.installArtifact(zurg({ kind: 'tag', tag: 'v2' }), options);
  expect(second.version).toBe('v2');
  expect(await fs.readFile(`${root}/config.yml`, 'utf8')).toBe('mine');
  await second.undo();
  expect(await photograph(root)).toEqual(before);

  const downloads = (): number => asked.filter((line) => line.startsWith('GET /storage')).length;
  const so = downloads();
  await (await installer.installArtifact(zurg({ kind: 'tag', tag: 'v2' }), options)).commit();
  expect(downloads()).toBe(so);
  expect((await fs.readdir(root)).sort()).toEqual(['config.yml', 'data', 'zurg']);
  expect((await fs.readdir(join(directory, 'data/zurg'))).sort()).toEqual(['RD']);
});

it('leaves the old bytes when a download is not what was published, or not safe', async () => {
  publish('v1', 1, { zurg: program('v1') });
  publish('v2', 2, { zurg: program('v2') }, `sha256:${'0'.repeat(64)}`);
  publish('v3', 3, { zurg: program('v3'), '../../escape': { content: 'x' } });
  publish('v4', 4, { readme: { content: 'no program' } });
  const installed = await installer.installArtifact(zurg({ kind: 'tag', tag: 'v1' }), options);
  await installed.commit();
  const before = await photograph(installed.root);
  for (const [tag, code] of [
    ['v2', 'source.digest'],
    ['v3', 'archive.unsafe'],
    ['v4', 'build.failed'],
    ['v5', 'source.not-found'],
  ] as const) {
    await expect(installer.installArtifact(zurg({ kind: 'tag', tag }), options)).rejects.toMatchObject({ code });
    expect(await photograph(installed.root)).toEqual(before);
  }
  expect(await fs.readdir(join(directory, 'data/zurg'))).toEqual(['RD']);
});

/** A toolchain as a release server would have it: `bin/<programs>`. */
async function publishToolchain(name: string, programs: Record<string, string>): Promise<void> {
  const folder = join(directory, `toolchain-${name}`);
  await fs.mkdir(`${folder}/bin`, { recursive: true });
  for (const [file, text] of Object.entries(programs))
    await fs.writeFile(`${folder}/bin/${file}`, text, { mode: 0o755 });
  const archive = execFileSync('tar', ['-czf', '-', '-C', folder, 'bin']);
  for (const arch of ['amd64', 'arm64']) routes.set(`/toolchains/${name}-${arch}.tar.gz`, archive);
}

const venvStandIn = `#!/bin/sh
if [ "$2" = venv ]; then mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && printf '#!%s/bin/python\\n' "$3" > "$3/bin/tool"; fi
if [ "$2" = pip ]; then echo "pip $3 $4 $5"; fi
`;

it('builds a source tree with fetched toolchains and moves the result into place', async () => {
  await publishToolchain('python', {
    python3: venvStandIn,
    poetry: '#!/bin/sh\ntest -d "$VIRTUAL_ENV" && echo "installed into $VIRTUAL_ENV"\n',
  });
  const sha = 'abcdef0123456789abcdef0123456789abcdef01';
  routes.set('/api/repos/owner/zurg/commits/main', { sha });
  routes.set(
    `/web/owner/zurg/archive/${sha}.zip`,
    makeZip({
      [`zurg-${sha}/pyproject.toml`]: { content: 'version = "0.9"\n' },
      [`zurg-${sha}/src/main.py`]: { content: '' },
    }),
  );
  const root = join(directory, 'data/riven');
  const installed = await installer.installArtifact(
    artifactOf(
      { kind: 'github-source', repository: 'owner/zurg', selectors: ['branch'] },
      {
        root,
        version: { kind: 'branch', branch: 'main' },
        build: [{ kind: 'python-venv', at: 'venv', poetry: true }],
        toolchains: ['python'],
        persist: [],
        spec: {
          root: '/riven',
          ready: ['src/main.py', 'venv/bin/python'],
          executables: ['venv/bin/python'],
          version: { kind: 'file', path: 'pyproject.toml', pattern: 'version = "([^"]+)"', prefix: 'v' },
          persist: [],
        },
      },
    ),
    options,
  );
  expect(installed.version).toBe('v0.9');
  expect(await fs.readFile(`${root}/venv/bin/tool`, 'utf8')).toBe(`#!${root}/venv/bin/python\n`);
  expect(lines.some((line) => line.startsWith('installed into '))).toBe(true);
  await installed.undo();
  await expect(fs.stat(root)).rejects.toMatchObject({ code: 'ENOENT' });
});
