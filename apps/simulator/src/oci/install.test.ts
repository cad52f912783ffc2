import { mkdtemp, readdir, readlink, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Installer } from '@showrunner/installer';
import type { PlannedArtifact } from '@showrunner/planner';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openInstaller } from '../testing/open-installer.ts';
import { planStack } from '../testing/planned.ts';
import { runSimulator } from '../testing/run-simulator.ts';

const blobs = '/at/registry-1.docker.io/v2/godver3/mediastorm/blobs/';
const manifests = '/at/registry-1.docker.io/v2/godver3/mediastorm/manifests/';

let simulator: Awaited<ReturnType<typeof runSimulator>>;
let directory: string;
let installer: Installer;
let slept: number[];
const options = { signal: new AbortController().signal, onProgress: () => undefined, onLine: () => undefined };

beforeAll(async () => {
  simulator = await runSimulator();
}, 60_000);
afterAll(async () => simulator[Symbol.asyncDispose]());
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'image-'));
  slept = [];
  installer = openInstaller({
    root: join(directory, 'data'),
    world: simulator.url,
    slept,
    settings: { limits: { downloadBytes: 1e9, archiveEntries: 1000, unpackedBytes: 1e9 } },
  });
});
afterEach(async () => {
  await fetch(`${simulator.url}/control/faults`, { method: 'DELETE' });
  await rm(directory, { recursive: true, force: true });
});

/** mediastorm as it is planned, in a folder of this test. */
function mediastorm(more: Partial<PlannedArtifact> = {}): PlannedArtifact {
  const { artifact } = planStack({ kind: 'compose', cores: [], optionals: ['mediastorm'] });
  return { ...artifact('mediastorm'), root: join(directory, 'data/mediastorm/runtime'), ...more };
}
const fault = (body: object) =>
  fetch(`${simulator.url}/control/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
interface Asked {
  readonly method: string;
  readonly url: string;
  readonly range?: string;
}
const requests = async () => (await (await fetch(`${simulator.url}/control/requests`)).json()) as readonly Asked[];

describe('mediastorm out of its image', () => {
  it('is what was published, with the libraries of its tools and nothing else of the Debian around it', async () => {
    const artifact = mediastorm();
    const installed = await installer.installArtifact(artifact, options);
    expect(installed.version).toBe('1.5.0');
    expect(installed.release).toMatch(/^latest-[0-9a-f]{12}$/);
    const { root } = artifact;
    expect((await readdir(root)).toSorted()).toEqual([
      'app-version.txt',
      'bin',
      'iroh',
      'lib',
      'mediastorm',
      'python-venv',
      'scripts',
      'web',
    ]);
    expect(await readlink(join(root, 'bin/ffmpeg'))).toBe('../lib/jellyfin-ffmpeg/ffmpeg');
    expect((await readdir(join(root, 'lib/jellyfin-ffmpeg/lib'))).toSorted()).toEqual([
      'libavcodec.so.61',
      'libdrm.so.2',
    ]);
    expect(await readdir(join(root, 'lib'))).toEqual(['jellyfin-ffmpeg']);
    // What a later layer took away.
    expect(await readdir(join(root, 'web'))).toEqual(['index.html']);
    expect(await readdir(join(root, 'iroh'))).toEqual(['iroh-direct-spike']);
    for (const path of artifact.spec.executables ?? [])
      expect((await stat(join(root, path))).mode & 0o111, path).toBe(0o111);
    await installed.commit();
  });

  it('is fetched once, and asked for by its digest from then on', async () => {
    await (await installer.installArtifact(mediastorm(), options)).commit();
    const before = (await requests()).length;
    await (await installer.installArtifact(mediastorm(), options)).commit();
    const asked = (await requests()).slice(before).filter(({ url }) => url.startsWith('/at/registry-1.docker.io'));
    // Once without a token, once with one.
    expect(asked.map(({ method }) => method)).toEqual(['HEAD', 'HEAD']);
  });

  it.each([
    ['1.4.0', '1.4.0'],
    ['v1.5.0-20260822', '1.5.0'],
    ['1'.repeat(40), '1.4.0'],
  ])('is installed in the version %s', async (tag, version) => {
    const installed = await installer.installArtifact(mediastorm({ version: { kind: 'tag', tag } }), options);
    expect(installed).toMatchObject({ version, release: tag });
    await installed.commit();
  });

  it('is not installed from a layer or a manifest that has changed on its way', async () => {
    for (const path of [manifests, blobs]) {
      await fault({ path, kind: 'corrupt' });
      const artifact = mediastorm();
      await expect(installer.installArtifact(artifact, options)).rejects.toMatchObject({ code: 'source.digest' });
      await expect(stat(artifact.root)).rejects.toMatchObject({ code: 'ENOENT' });
      await fetch(`${simulator.url}/control/faults`, { method: 'DELETE' });
    }
  });

  it('goes on with a layer where the connection broke', async () => {
    const before = (await requests()).length;
    await fault({ path: blobs, kind: 'truncate', times: 1 });
    await (await installer.installArtifact(mediastorm(), options)).commit();
    const resumed = (await requests()).slice(before).filter(({ range }) => range !== undefined);
    expect(resumed).toHaveLength(1);
    expect(resumed[0]?.range).toMatch(/^bytes=[1-9]\d*-$/);
  });

  it('waits as long as the registry says', async () => {
    await fault({ path: manifests, kind: 'rate-limit', retryAfterSeconds: 7, times: 1 });
    await (await installer.installArtifact(mediastorm(), options)).commit();
    expect(slept).toEqual([7000]);
  });

  it('is not there in a version that nobody published', async () => {
    await expect(
      installer.installArtifact(mediastorm({ version: { kind: 'tag', tag: 'v9.9.9' } }), options),
    ).rejects.toMatchObject({ code: 'source.not-found', message: expect.stringContaining('v9.9.9 or 9.9.9') });
  });

  it('fails with the names of libraries that its image has not got', async () => {
    const artifact = mediastorm();
    const { source } = artifact;
    if (source.kind !== 'oci-image') throw new Error('mediastorm comes out of an image');
    const map = source.map.filter(({ to }) => to !== 'lib/.system-libs/');
    await expect(installer.installArtifact({ ...artifact, source: { ...source, map } }, options)).rejects.toMatchObject(
      {
        code: 'build.failed',
        message: expect.stringContaining('libdrm.so.2 (for libavcodec.so.61)'),
      },
    );
  });
});
