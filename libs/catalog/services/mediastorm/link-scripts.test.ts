import { createFakeFiles } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { linkScripts } from './link-scripts.ts';

const artifact = '/mediastorm/runtime';
const values = (root: string) => ({ root, artifact, config_dir: '/mediastorm' });

describe('link-scripts', () => {
  it('links scripts and Python where the data root is the top, again after an update, and twice the same', async () => {
    const files = createFakeFiles();
    await files.write('/mediastorm/version.txt', 'old');
    await files.symlink('/elsewhere', '/.venv');
    for (let times = 0; times < 2; times += 1) await linkScripts(createHookContext({ values: values(''), files }));
    expect(await files.readLink('/search_subtitles.py')).toBe(`${artifact}/scripts/search_subtitles.py`);
    expect(await files.readLink('/.venv')).toBe(`${artifact}/python-venv`);
    expect(await files.readLink('/mediastorm/version.txt')).toBe(`${artifact}/app-version.txt`);
  });

  it('never takes the place of a file of somebody else', async () => {
    const files = createFakeFiles();
    await files.write('/parse_title.py', 'mine');
    const context = createHookContext({ values: values('/'), files });
    await linkScripts(context);
    expect(await files.readText('/parse_title.py')).toBe('mine');
    expect(context.lines).toEqual([expect.stringContaining('/parse_title.py')]);
  });

  it('writes nothing outside of a data root of its own, and says what is missing', async () => {
    const files = createFakeFiles();
    const context = createHookContext({ values: values('/srv/show'), files });
    await linkScripts(context);
    expect(await files.readLink('/search_subtitles.py')).toBeUndefined();
    expect(context.lines).toEqual([expect.stringContaining('only in the container')]);
  });
});
