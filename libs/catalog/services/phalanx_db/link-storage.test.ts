import { createFakeFiles } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { linkStorage, storageNames } from './link-storage.ts';

describe('link-storage', () => {
  it('links every storage into data, mends a broken link and changes nothing a second time', async () => {
    const files = createFakeFiles();
    await files.makeDirectory('/phalanx_db');
    await files.symlink('/gone/elsewhere', '/phalanx_db/db_data');
    const context = createHookContext({ values: { root: '/phalanx_db' }, files });
    await linkStorage(context);
    const before = files.snapshot('/phalanx_db');
    await linkStorage(context);
    expect(files.snapshot('/phalanx_db')).toEqual(before);
    for (const name of storageNames) {
      expect(await files.readLink(`/phalanx_db/${name}`)).toBe(`data/${name}`);
      expect((await files.facts(`/phalanx_db/data/${name}`))?.kind).toBe('directory');
    }
    expect((await files.facts('/phalanx_db/data/autobase_storage_v4/db'))?.kind).toBe('directory');
  });

  it('keeps a real directory, which is data', async () => {
    const files = createFakeFiles();
    await files.write('/phalanx_db/autobase_storage_v4/CORESTORE', 'x');
    await linkStorage(createHookContext({ values: { root: '/phalanx_db' }, files }));
    expect(await files.readText('/phalanx_db/autobase_storage_v4/CORESTORE')).toBe('x');
    expect(await files.readLink('/phalanx_db/logs')).toBe('data/logs');
  });
});
