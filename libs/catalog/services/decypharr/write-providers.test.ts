import { createFakeFiles } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { writeProviders } from './write-providers.ts';

const path = '/decypharr/config.json';
const values = {
  config_file: path,
  version_file: '/decypharr/version.txt',
  mount_path: '/mnt/debrid/decypharr',
  cache_dir: '/cache',
  download_folder: '/mnt/debrid/decypharr_downloads',
  uid: '1000',
  gid: '1001',
};
const entry = { mount_type: '', api_keys: { realdebrid: 'K1' }, dfs: { cache_dir: '/fast/decypharr' } };

async function filesWith(text: string, version = 'v2.4\n') {
  const files = createFakeFiles();
  await files.write(path, text, { mode: 0o600 });
  await files.write(values.version_file, version);
  return files;
}

describe('write-providers', () => {
  it('writes once, makes the cache that is wanted, and keeps the mode of the file', async () => {
    const files = await filesWith('{"port":"8282","mine":true}');
    const ctx = createHookContext({ values, entry, files });
    await writeProviders(ctx);
    const once = await files.readText(path);
    const before = await files.facts(path);
    await writeProviders(ctx);
    expect(await files.facts(path)).toEqual(before);
    expect(before?.mode).toBe(0o600);
    expect((await files.facts('/fast/decypharr'))?.kind).toBe('directory');
    expect(JSON.parse(once ?? '')).toMatchObject({
      port: '8282',
      mine: true,
      debrids: [{ provider: 'realdebrid', api_key: 'K1' }],
      mount: { dfs: { cache_dir: '/fast/decypharr', uid: 1000, gid: 1001 } },
    });
  });

  it('asks the installed version how it wants it', async () => {
    const files = await filesWith('{}', 'v1.0.0\n');
    await writeProviders(createHookContext({ values, entry, files }));
    expect(JSON.parse((await files.readText(path)) ?? '')).toHaveProperty('qbittorrent');
  });

  it.each(['{"port":', '[]'])('refuses a damaged file with its path: %s', async (text) => {
    const ctx = createHookContext({ values, entry, files: await filesWith(text) });
    await expect(writeProviders(ctx)).rejects.toMatchObject({
      code: 'file.unreadable',
      message: /\/decypharr\/config/,
    });
  });

  it('refuses a link in the place of the file', async () => {
    const files = createFakeFiles();
    await files.makeDirectory('/decypharr');
    await files.symlink('/etc/passwd', path);
    await expect(writeProviders(createHookContext({ values, entry, files }))).rejects.toMatchObject({
      code: 'file.unreadable',
    });
  });
});
