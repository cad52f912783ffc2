import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFiles } from '@showrunner/host';
import type { Installer } from '@showrunner/installer';
import { findFreePort } from '../testing/free-port.ts';
import { openInstaller } from '../testing/open-installer.ts';
import { planService } from '../testing/planned.ts';
import { runProgram } from '../testing/run-program.ts';
import { runSimulator } from '../testing/run-simulator.ts';

let simulator: Awaited<ReturnType<typeof runSimulator>>;
let installer: Installer;
const options = { signal: new AbortController().signal, onProgress: () => undefined, onLine: () => undefined };
const fault = (body: object) =>
  fetch(`${simulator.url}/control/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const requests = async () =>
  ((await (await fetch(`${simulator.url}/control/requests`)).json()) as { method: string; url: string }[]).map(
    ({ method, url }) => `${method} ${url}`,
  );

beforeAll(async () => {
  simulator = await runSimulator();
  installer = openInstaller({
    root: root(),
    world: simulator.url,
    settings: {
      limits: { downloadBytes: 1e9, archiveEntries: 1000, unpackedBytes: 1e9 },
      preferFetchedToolchains: false,
      rateLimitMaxWaitMs: 1000,
    },
  });
}, 60_000);
afterAll(async () => simulator[Symbol.asyncDispose]());
beforeEach(async () => {
  await fetch(`${simulator.url}/control/faults`, { method: 'DELETE' });
});

const root = () => join(simulator.folder, 'data');
const artifactOf = (key: string, pinned = '') => planService(key, root(), { pinned_version: pinned }).artifact;
const exists = async (path: string) => (await stat(path).catch(() => undefined)) !== undefined;

describe('media servers from the packages of their vendors', () => {
  it.each([
    ['plex', '1.42.1.10060-4e8b05daf', undefined],
    ['plex', '1.41.3.9314-a0bfb8370', '1.41.3.9314-a0bfb8370'],
    ['jellyfin', '10.11.4+deb12', undefined],
    ['jellyfin', '10.10.7+deb12', '10.10.7'],
    ['emby', '4.9.1.80', undefined],
  ])('%s is installed as %s', async (key, version, pinned) => {
    const artifact = artifactOf(key, pinned);
    const installed = await installer.installArtifact(artifact, options);
    expect(installed.version).toBe(version);
    for (const path of artifact.spec.executables ?? [])
      expect((await stat(join(artifact.root, path))).mode & 0o111).toBe(0o111);
    expect(await exists(join(artifact.root, 'etc/default'))).toBe(false);
    await installed.commit();
  });

  it.each([
    ['plex', 'listening on port', '/identity', '<MediaContainer'],
    ['jellyfin', 'Startup complete', '/health', 'Healthy'],
    ['emby', 'Core startup complete', '/emby/System/Ping', 'Emby Server'],
  ])('%s starts as it is planned, on its port', async (key, said, path, text) => {
    const port = await findFreePort();
    const { artifact, directories, files, spec } = planService(key, root(), key === 'plex' ? {} : { port });
    await (await installer.installArtifact(artifact, options)).commit();
    await installer.writeFiles(directories, files, options);
    const env = { ...spec.env, PATH: '/usr/bin:/bin', SIMULATOR_PLEX_PORT: String(port) };
    await using program = runProgram(spec.argv, { cwd: spec.cwd, env });
    await program.whenSaid(said);
    expect(await (await fetch(`http://127.0.0.1:${port}${path}`)).text()).toContain(text);
  });

  it.each([
    ['plex', '/at/downloads.plex.tv/'],
    ['jellyfin', '/at/repo.jellyfin.org/debian/pool/'],
  ])('%s is not installed from a package that has changed on its way', async (key, path) => {
    const artifact = artifactOf(key, key === 'plex' ? undefined : '10.11.4');
    const fresh = { ...artifact, root: join(simulator.folder, 'data/fresh', key) };
    await fault({ path, kind: 'corrupt' });
    // What is in the cache is not asked for again; so it is taken away.
    await createFiles().remove(join(simulator.folder, 'data/cache'), { recursive: true });
    await expect(installer.installArtifact(fresh, options)).rejects.toMatchObject({ code: 'source.digest' });
    expect(await exists(fresh.root)).toBe(false);
  });

  it('is asked for again after an answer of no use, and fetched once', async () => {
    await createFiles().remove(join(simulator.folder, 'data/cache'), { recursive: true });
    await fault({ path: '/at/plex.tv/api/downloads', kind: 'error', times: 1 });
    const before = (await requests()).length;
    const artifact = artifactOf('plex');
    await (await installer.installArtifact(artifact, options)).commit();
    await (await installer.installArtifact(artifact, options)).commit();
    const asked = (await requests()).slice(before);
    expect(asked.filter((line) => line.includes('/at/plex.tv/api/downloads'))).toHaveLength(3);
    expect(asked.filter((line) => line.startsWith('GET /at/downloads.plex.tv/'))).toHaveLength(1);
  });

  it('names the versions that there are where the pinned one is not', async () => {
    await expect(installer.installArtifact(artifactOf('jellyfin', '9.9'), options)).rejects.toMatchObject({
      code: 'source.not-found',
      message: expect.stringContaining('10.10.7+deb12'),
    });
    await expect(installer.installArtifact(artifactOf('plex', '1.0.0.1-x'), options)).rejects.toMatchObject({
      code: 'source.not-found',
    });
  });
});
