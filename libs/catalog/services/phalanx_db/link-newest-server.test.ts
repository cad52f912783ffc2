import { createFakeFiles } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { linkNewestServer } from './link-newest-server.ts';

async function filesWith(names: readonly string[]) {
  const files = createFakeFiles();
  await files.makeDirectory('/phalanx_db');
  for (const name of names) await files.write(`/phalanx_db/${name}`, name);
  const context = createHookContext({ values: { root: '/phalanx_db' }, files });
  return { files, context };
}

describe('link-newest-server', () => {
  it('takes the highest number, not the last in the alphabet, and does nothing a second time', async () => {
    const { files, context } = await filesWith([
      'phalanx_db_rest_v9.js',
      'phalanx_db_rest_v10.js',
      'hyperbee_phalanx_db_v11.js',
    ]);
    await linkNewestServer(context);
    await linkNewestServer(context);
    expect(await files.readLink('/phalanx_db/phalanx_db_rest.js')).toBe('phalanx_db_rest_v10.js');
    expect(context.lines).toEqual(['phalanx_db_rest.js is phalanx_db_rest_v10.js now.']);
  });

  it('follows an update', async () => {
    const { files, context } = await filesWith(['phalanx_db_rest_v3.js']);
    await linkNewestServer(context);
    await files.write('/phalanx_db/phalanx_db_rest_v4.js', '');
    await linkNewestServer(context);
    expect(await files.readLink('/phalanx_db/phalanx_db_rest.js')).toBe('phalanx_db_rest_v4.js');
  });

  it('leaves a server of that very name alone', async () => {
    const { files, context } = await filesWith(['phalanx_db_rest.js', 'phalanx_db_rest_v4.js']);
    await linkNewestServer(context);
    expect((await files.facts('/phalanx_db/phalanx_db_rest.js'))?.kind).toBe('file');
  });

  it('says what is missing', async () => {
    const { context } = await filesWith(['package.json']);
    await expect(linkNewestServer(context)).rejects.toMatchObject({
      code: 'hook.failed',
      message: expect.stringContaining('/phalanx_db'),
    });
  });
});
