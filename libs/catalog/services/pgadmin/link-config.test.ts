import { createFakeFiles } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { linkConfig } from './link-config.ts';

const values = { venv: '/pgadmin/venv', config_file: '/pgadmin/data/config_local.py' };
const link = '/pgadmin/venv/lib/python3.11/site-packages/pgadmin4/config_local.py';

describe('link-config', () => {
  it('links the settings into the package, whatever the version of Python, and replaces what is there', async () => {
    const files = createFakeFiles();
    await files.write(link, 'OLD = True\n');
    await linkConfig(createHookContext({ values, files }));
    expect(await files.readLink(link)).toBe(values.config_file);
    await expect(linkConfig(createHookContext({ values, files }))).resolves.toBe('done');
  });

  it('says so when the package is missing', async () => {
    await expect(linkConfig(createHookContext({ values }))).rejects.toMatchObject({ code: 'hook.failed' });
  });
});
