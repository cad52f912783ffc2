import { describe, expect, it } from 'vitest';
import { createFakeFiles, createFakeNetwork } from './fakes/index.ts';
import { withMirrors } from './mirrors.ts';

describe('mirrors', () => {
  it('asks the mirror that says most, and everybody else at home', async () => {
    const files = createFakeFiles();
    const real = createFakeNetwork(files);
    for (const url of ['http://near/all/a.test/x', 'http://near/b/y?z=1', 'http://c.test/'])
      real.on(url, { status: 200, body: url });
    const network = withMirrors(real, [
      { from: 'https://', to: 'http://near/all/' },
      { from: 'https://b.test/', to: 'http://near/b/' },
    ]);
    const ask = async (url: string) => (await network.http({ url, timeoutMs: 1000 })).body;
    expect(await ask('https://a.test/x')).toBe('http://near/all/a.test/x');
    expect(await ask('https://b.test/y?z=1')).toBe('http://near/b/y?z=1');
    expect(await ask('http://c.test/')).toBe('http://c.test/');
    await network.download({ url: 'https://a.test/x', path: '/x', limitBytes: 100 });
    expect(await files.readText('/x')).toBe('http://near/all/a.test/x');
  });
});
