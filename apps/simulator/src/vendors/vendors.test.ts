import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createArchives } from '@showrunner/host';
import { runSimulator } from '../testing/run-simulator.ts';

let simulator: Awaited<ReturnType<typeof runSimulator>>;
beforeAll(async () => {
  simulator = await runSimulator();
});
afterAll(async () => simulator[Symbol.asyncDispose]());

const ask = (address: string, init: RequestInit = {}) =>
  fetch(`${simulator.url}/at/${address.replace('https://', '')}`, init);
const bytesOf = async (address: string) => Buffer.from(await (await ask(address)).arrayBuffer());
const digest = (kind: string, bytes: Buffer) => createHash(kind).update(bytes).digest('hex');

async function unpack(bytes: Buffer, name: string): Promise<string> {
  const into = join(simulator.folder, name);
  await mkdir(simulator.folder, { recursive: true });
  await writeFile(`${into}.deb`, bytes);
  const limits = { maxEntries: 100, maxBytes: 100_000_000, strip: 0 };
  await createArchives().extract({ archive: `${into}.deb`, format: 'deb', into, ...limits });
  return into;
}

describe('the vendors of the simulated world', () => {
  it('have nothing that is not played', async () => {
    for (const address of ['https://example.com/', 'https://plex.tv/other', 'https://repo.jellyfin.org/debian/x'])
      expect((await ask(address)).status).toBe(404);
  });

  it('publish Plex with a digest that is its own, and early versions to whoever has an account', async () => {
    const list = async (query: string, token?: string) =>
      await ask(`https://plex.tv/api/downloads/5.json${query}`, token ? { headers: { 'x-plex-token': token } } : {});
    interface List {
      computer: { Linux: { version: string; releases: { build: string; url: string; checksum: string }[] } };
    }
    const { version, releases } = ((await (await list('')).json()) as List).computer.Linux;
    const release = releases.find(({ build }) => build === 'linux-x86_64');
    const bytes = await bytesOf(release?.url ?? '');
    expect(digest('sha1', bytes)).toBe(release?.checksum);
    const program = join(await unpack(bytes, 'plex'), 'usr/lib/plexmediaserver/Plex Media Server');
    expect((await stat(program)).mode & 0o111).toBe(0o111);
    const early = ((await (await list('?channel=plexpass', 'good')).json()) as List).computer.Linux.version;
    expect(early).not.toBe(version);
    expect((await list('?channel=plexpass', 'bad-x')).status).toBe(401);
    const again = await ask(release?.url ?? '', {
      headers: { 'if-none-match': (await ask(release?.url ?? '', { method: 'GET' })).headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  it('exchange a claim once it is one, for who names itself', async () => {
    const exchange = (token: string, id = 'a'.repeat(40)) =>
      ask(`https://plex.tv/api/claim/exchange?token=${token}`, {
        method: 'POST',
        headers: { 'x-plex-client-identifier': id },
      });
    expect(await (await exchange('claim-abc')).text()).toMatch(
      /<authentication-token>[\w-]{20}<\/authentication-token>/,
    );
    for (const refused of [exchange('claim-bad-1'), exchange('other'), exchange('claim-abc', 'x')])
      expect((await refused).status).toBe(422);
  });

  it('have a repository whose digests lead from its Release file to what is in the packages', async () => {
    const base = 'https://repo.jellyfin.org/debian';
    const release = (await bytesOf(`${base}/dists/bookworm/Release`)).toString();
    const packed = await bytesOf(`${base}/dists/bookworm/main/binary-amd64/Packages.gz`);
    expect(release).toContain(` ${digest('sha256', packed)} ${packed.length} main/binary-amd64/Packages.gz`);
    const index = gunzipSync(packed).toString();
    const paragraph = index.split('\n\n').find((text) => text.includes('jellyfin-server')) ?? '';
    const file = /^Filename: (.*)$/m.exec(paragraph)?.[1] ?? '';
    const bytes = await bytesOf(`${base}/${file}`);
    expect(paragraph).toContain(`SHA256: ${digest('sha256', bytes)}`);
    const into = await unpack(bytes, 'jellyfin');
    expect((await readdir(into)).sort()).toEqual(['etc', 'lib', 'usr']);
    expect(await readFile(join(into, 'usr/lib/jellyfin/bin/jellyfin'), 'utf8')).toMatch(/^#!\/bin\/sh\n/);
  });
});
