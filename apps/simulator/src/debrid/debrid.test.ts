import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runSimulator } from '../testing/run-simulator.ts';
import { contentOf } from './content.ts';

describe('simulated debrid provider', () => {
  it('refuses keys that start with bad- in the provider’s words, and takes every other', async () => {
    await using simulator = await runSimulator();
    const ask = (key: string) =>
      fetch(`${simulator.url}/debrid/rest/1.0/user`, { headers: { authorization: `Bearer ${key}` } });
    const refused = await ask('bad-1');
    expect([refused.status, await refused.json()]).toEqual([401, { error: 'bad_token', error_code: 8 }]);
    expect((await fetch(`${simulator.url}/debrid/rest/1.0/user`)).status).toBe(401);
    expect(await (await ask('anything')).json()).toMatchObject({ type: 'premium' });
  });

  it('leads from a torrent to the bytes of its file', async () => {
    await using simulator = await runSimulator();
    const headers = { authorization: 'Bearer key' };
    const base = `${simulator.url}/debrid/rest/1.0`;
    const [torrent] = (await (await fetch(`${base}/torrents`, { headers })).json()) as { id: string }[];
    const info = (await (await fetch(`${base}/torrents/info/${torrent?.id}`, { headers })).json()) as {
      links: string[];
      files: { bytes: number }[];
    };
    const body = new URLSearchParams({ link: info.links[0] ?? '' });
    const { download } = (await (await fetch(`${base}/unrestrict/link`, { method: 'POST', headers, body })).json()) as {
      download: string;
    };
    const response = await fetch(download);
    expect((await response.arrayBuffer()).byteLength).toBe(info.files[0]?.bytes);
  });

  it('makes the same bytes however they are cut', () => {
    const whole = contentOf('file', 0, 4095);
    fc.assert(
      fc.property(fc.nat(4095), fc.nat(4095), (a, b) => {
        const [first, last] = [Math.min(a, b), Math.max(a, b)];
        return contentOf('file', first, last).equals(whole.subarray(first, last + 1));
      }),
    );
  });
});
