import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disagreements } from '../testing/github-schema.ts';
import { runSimulator } from '../testing/run-simulator.ts';
import { readZip } from '../toolchains/programs/read-zip.ts';

const zurg = 'debridmediamanager/zurg-testing';
let simulator: Awaited<ReturnType<typeof runSimulator>>;
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${simulator.url}${path}`, { headers });
const api = (path: string, headers: Record<string, string> = {}) => get(`/github/api/repos${path}`, headers);

beforeAll(async () => {
  simulator = await runSimulator();
});
afterAll(async () => simulator[Symbol.asyncDispose]());

describe('simulated GitHub', () => {
  it.each([
    ['/repos/{owner}/{repo}/releases', 200, `/${zurg}/releases`],
    ['/repos/{owner}/{repo}/releases/latest', 200, `/${zurg}/releases/latest`],
    ['/repos/{owner}/{repo}/releases/tags/{tag}', 200, '/rivenmedia/riven/releases/tags/v0.20.1'],
    ['/repos/{owner}/{repo}/commits/{ref}', 200, '/rivenmedia/riven/commits/main'],
    ['/repos/{owner}/{repo}/branches/{branch}', 200, '/rivenmedia/riven/branches/release-please--branches--main'],
    ['/repos/{owner}/{repo}/releases/tags/{tag}', 404, `/${zurg}/releases/tags/nothing`],
    ['/repos/{owner}/{repo}/branches/{branch}', 404, `/${zurg}/branches/nothing`],
  ])('answers %s with %i as GitHub describes it', async (path, status, request) => {
    const response = await api(request);
    expect(response.status).toBe(status);
    expect(disagreements(path, status, await response.json())).toEqual([]);
  });

  it('describes an asset by id and redirects to its bytes, whose digest is the published one', async () => {
    const release = (await (await api(`/${zurg}/releases/latest`)).json()) as {
      tag_name: string;
      assets: { id: number; name: string; digest: string }[];
    };
    expect(release.tag_name).toBe('v0.9.3-final');
    const asset = release.assets.find(({ name }) => name === 'zurg-v0.9.3-final-linux-amd64.zip');
    const described = await api(`/${zurg}/releases/assets/${asset?.id}`);
    expect(disagreements('/repos/{owner}/{repo}/releases/assets/{asset_id}', 200, await described.json())).toEqual([]);
    const bytes = Buffer.from(
      await (await api(`/${zurg}/releases/assets/${asset?.id}`, { accept: 'application/octet-stream' })).arrayBuffer(),
    );
    expect(`sha256:${createHash('sha256').update(bytes).digest('hex')}`).toBe(asset?.digest);
    expect((await readZip(bytes)).map(({ path }) => path)).toEqual(['zurg']);
  });

  it('gives the same archive again from a folder of its own', async () => {
    await using other = await runSimulator();
    const digests = await Promise.all(
      [simulator.url, other.url].map(async (url) => {
        const bytes = await (await fetch(`${url}/github/api/repos/rivenmedia/riven/zipball/v0.23.6`)).arrayBuffer();
        return createHash('sha256').update(new Uint8Array(bytes)).digest('hex');
      }),
    );
    expect(digests[0]).toBe(digests[1]);
  });

  it.each([
    ['/github/api/repos/rivenmedia/riven/zipball/v0.23.6', /^rivenmedia-riven-[0-9a-f]{7}\/pyproject\.toml$/],
    [
      '/github/web/rivenmedia/riven/archive/refs/heads/release-please--branches--main.zip',
      /^riven-release-please--branches--main\/pyproject\.toml$/,
    ],
    ['/github/web/rivenmedia/riven/archive/refs/tags/v0.20.1.zip', /^riven-0\.20\.1\/pyproject\.toml$/],
  ])('names the root folder of %s as GitHub does', async (path, name) => {
    const files = await readZip(Buffer.from(await (await get(path)).arrayBuffer()));
    expect(files.some((file) => name.test(file.path))).toBe(true);
  });

  it('gives the archive of a commit that a branch names', async () => {
    const { sha } = (await (await api('/rivenmedia/riven/commits/main')).json()) as { sha: string };
    const files = await readZip(
      Buffer.from(await (await get(`/github/web/rivenmedia/riven/archive/${sha}.zip`)).arrayBuffer()),
    );
    expect(files[0]?.path.startsWith(`riven-${sha}/`)).toBe(true);
  });

  it('answers 304 to an ETag, counts against the limit, and refuses a bad token', async () => {
    const first = await api(`/${zurg}/releases/latest`);
    const again = await api(`/${zurg}/releases/latest`, { 'if-none-match': first.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    const remaining = (response: Response) => Number(response.headers.get('x-ratelimit-remaining'));
    expect(remaining(first) - remaining(again)).toBe(1);
    expect(
      (await api(`/${zurg}/releases/latest`, { authorization: 'token good' })).headers.get('x-ratelimit-limit'),
    ).toBe('5000');
    const refused = await api(`/${zurg}/releases/latest`, { authorization: 'token bad-1' });
    expect([refused.status, await refused.json()]).toMatchObject([401, { message: 'Bad credentials' }]);
  });

  it('resumes a download by range', async () => {
    const path = `/github/web/${zurg}/releases/download/v0.9.3-final/zurg-v0.9.3-final-linux-arm64.zip`;
    const whole = Buffer.from(await (await get(path)).arrayBuffer());
    const rest = await get(path, { range: 'bytes=100-' });
    expect(rest.status).toBe(206);
    expect(Buffer.from(await rest.arrayBuffer()).equals(whole.subarray(100))).toBe(true);
  });
});

describe('faults', () => {
  const control = (fault: object) =>
    fetch(`${simulator.url}/control/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });

  it('limits, fails and corrupts as often as it is told to', async () => {
    const path = `/github/web/${zurg}/releases/download/v0.9.3-final/zurg-v0.9.3-final-linux-amd64.zip`;
    const good = Buffer.from(await (await get(path)).arrayBuffer());
    await control({ path: '/github/api', kind: 'rate-limit', retryAfterSeconds: 7, times: 1 });
    await control({ path: '/github/api', kind: 'error', times: 1 });
    await control({ path, kind: 'corrupt', times: 1 });
    const limited = await api(`/${zurg}/releases/latest`);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([403, '7']);
    expect((await api(`/${zurg}/releases/latest`)).status).toBe(500);
    expect((await api(`/${zurg}/releases/latest`)).status).toBe(200);
    expect(Buffer.from(await (await get(path)).arrayBuffer()).equals(good)).toBe(false);
    expect(Buffer.from(await (await get(path)).arrayBuffer()).equals(good)).toBe(true);
  });

  it('refuses a fault that it does not know', async () => {
    expect((await control({ path: '/github', kind: 'fire' })).status).toBe(400);
  });
});
