import { createFakeFiles } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { writeDatabase } from './write-database.ts';

const values = {
  settings_file: '/riven/settings.json',
  database_url: 'postgresql+psycopg2://D:p@127.0.0.1:5433/riven',
};

async function written(before: string | undefined) {
  const files = createFakeFiles();
  if (before !== undefined) await files.write(values.settings_file, before);
  const context = createHookContext({ values, files });
  await writeDatabase(context);
  return { text: await files.readText(values.settings_file), lines: context.lines };
}

describe('write-database', () => {
  it('moves the address and keeps everything else', async () => {
    const before = { api_key: 'k', database: { host: 'postgresql+psycopg2://D:p@127.0.0.1:5432/riven', pool: 5 } };
    const { text, lines } = await written(JSON.stringify(before));
    expect(JSON.parse(text ?? '')).toEqual({ api_key: 'k', database: { host: values.database_url, pool: 5 } });
    expect(lines).toHaveLength(1);
  });

  it('leaves alone what is right, what Riven has not written yet, and a version without such a block', async () => {
    const right = JSON.stringify({ database: { host: values.database_url } });
    expect(await written(right)).toEqual({ text: right, lines: [] });
    expect(await written(undefined)).toEqual({ text: undefined, lines: [] });
    expect(await written('{"version":"9"}')).toEqual({ text: '{"version":"9"}', lines: [] });
  });

  it.each(['{"database":', '[]'])('refuses damaged settings with their path: %s', async (text) => {
    await expect(written(text)).rejects.toMatchObject({ code: 'file.unreadable', message: /\/riven\/settings\.json/ });
  });
});
