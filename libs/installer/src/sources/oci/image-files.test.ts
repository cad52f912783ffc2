import { createFakeFiles } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { applyLayer, pathsOfLayer } from './apply-layer.ts';
import { placeFiles } from './place-files.ts';

async function filesWith(tree: Readonly<Record<string, string>>) {
  const files = createFakeFiles();
  for (const [path, content] of Object.entries(tree)) {
    if (content.startsWith('→')) {
      await files.makeDirectory(path.slice(0, path.lastIndexOf('/')));
      await files.symlink(content.slice(1), path);
    } else await files.write(path, content);
  }
  return files;
}
const shown = (snapshot: Record<string, string>) =>
  Object.fromEntries(Object.entries(snapshot).filter(([, content]) => content !== '/'));

describe('a layer over an image', () => {
  it.each([
    ['a file over a file', { '/image/a': '1' }, { '/layer/a': '2' }, { '/image/a': '2' }],
    [
      'a directory into a directory',
      { '/image/d/a': '1' },
      { '/layer/d/b': '2' },
      { '/image/d/a': '1', '/image/d/b': '2' },
    ],
    ['a file over a directory', { '/image/d/a': '1' }, { '/layer/d': '2' }, { '/image/d': '2' }],
    [
      'a directory over a link',
      { '/image/d': '→e', '/image/e/a': '1' },
      { '/layer/d/b': '2' },
      { '/image/d/b': '2', '/image/e/a': '1' },
    ],
    ['a whiteout', { '/image/d/a': '1', '/image/d/b': '1' }, { '/layer/d/.wh.a': '' }, { '/image/d/b': '1' }],
    ['a whiteout of a directory', { '/image/d/a': '1' }, { '/layer/.wh.d': '' }, {}],
    [
      'a whiteout beside what comes anew',
      { '/image/d/a': '1' },
      { '/layer/.wh.d': '', '/layer/d/b': '2' },
      { '/image/d/b': '2' },
    ],
    [
      'an opaque directory',
      { '/image/d/a': '1', '/image/d/e/f': '1' },
      { '/layer/d/.wh..wh..opq': '', '/layer/d/b': '2' },
      { '/image/d/b': '2' },
    ],
    [
      'a whiteout behind a link',
      { '/image/d': '→e', '/image/e/x/a': '1' },
      { '/layer/d/x/.wh.a': '' },
      { '/image/e/x/a': '1' },
    ],
  ])('%s', async (_what, image, layer, after) => {
    const files = await filesWith({ ...image, ...layer });
    await files.makeDirectory('/image');
    await applyLayer(files, '/layer', '/image');
    expect(shown(files.snapshot('/image'))).toMatchObject(after);
    expect(Object.keys(shown(files.snapshot('/image'))).filter((path) => path.includes('.wh.'))).toEqual([]);
  });

  it.each(['.wh.', '.wh..', '.wh...'])('refuses %s, which names nothing that may go', async (mark) => {
    const files = await filesWith({ '/image/d/a': '1', [`/layer/d/${mark}`]: '' });
    await expect(applyLayer(files, '/layer', '/image')).rejects.toMatchObject({ code: 'archive.unsafe' });
    expect(await files.readText('/image/d/a')).toBe('1');
  });

  it('unpacks what is wanted and what takes it away, at every depth', () => {
    expect(pathsOfLayer([{ from: 'opt/web' }])).toEqual([
      'opt/web',
      '.wh.opt',
      '.wh..wh..opq',
      'opt/.wh.web',
      'opt/.wh..wh..opq',
    ]);
  });
});

describe('files out of an image', () => {
  it('have their places, and links lead to the same as before', async () => {
    const files = await filesWith({
      '/image/usr/lib/tool/run': 'run',
      '/image/usr/lib/tool/lib/a.so': '→a.so.1',
      '/image/usr/lib/tool/lib/a.so.1': 'a',
      '/image/usr/local/bin/run': '→../../lib/tool/run',
      '/image/app/run': 'app',
      '/image/root/run': '→../app/run',
    });
    await placeFiles(files, '/image', '/out', [
      { from: 'app/run', to: 'program' },
      { from: 'root/run', to: 'program' },
      { from: 'usr/local/bin/run', to: 'bin/run' },
      { from: 'usr/lib/tool', to: 'lib/tool' },
      { from: 'usr/nothing', to: 'nothing' },
    ]);
    expect(await files.readText('/out/program')).toBe('app');
    expect(await files.readLink('/out/bin/run')).toBe('../lib/tool/run');
    expect(await files.readLink('/out/lib/tool/lib/a.so')).toBe('a.so.1');
    expect(await files.facts('/out/nothing')).toBeUndefined();
  });

  it('fit a pattern, and stray links among them are left out only where that is allowed', async () => {
    const tree = {
      '/image/usr/lib/x86_64-linux-gnu/liba.so.1': 'a',
      '/image/usr/lib/x86_64-linux-gnu/libb.so.1': '→../../../etc/alternatives/b',
      '/image/usr/lib/x86_64-linux-gnu/dri/libc.so.1': 'c',
    };
    const map = { from: 'usr/lib/*-linux-gnu/*.so*', to: 'libs/' };
    const files = await filesWith(tree);
    await placeFiles(files, '/image', '/out', [{ ...map, strayLinks: 'drop' }]);
    expect(shown(files.snapshot('/out'))).toEqual({ '/out/libs/liba.so.1': 'a' });
    await expect(placeFiles(await filesWith(tree), '/image', '/out', [map])).rejects.toMatchObject({
      code: 'archive.unsafe',
      message: expect.stringContaining('etc/alternatives/b'),
    });
  });

  it('never go outside, wherever a link or a mapping says', async () => {
    const files = await filesWith({ '/image/app/a': '→../../../../etc/passwd' });
    await expect(placeFiles(files, '/image', '/out', [{ from: 'app', to: 'app' }])).rejects.toMatchObject({
      code: 'archive.unsafe',
    });
    const other = await filesWith({ '/image/app/a': 'a' });
    await expect(placeFiles(other, '/image', '/out', [{ from: 'app', to: '../app' }])).rejects.toMatchObject({
      code: 'path.forbidden',
    });
  });
});
