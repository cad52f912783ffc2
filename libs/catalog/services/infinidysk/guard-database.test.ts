import { createFakeFiles } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { guardDatabase } from './guard-database.ts';

async function guard(postgres: boolean, present: Readonly<Record<string, string>>) {
  const files = createFakeFiles();
  for (const [path, text] of Object.entries(present)) await files.write(path, text);
  const context = createHookContext({ entry: { postgres_enabled: postgres }, values: { folder: '/i' }, files });
  await guardDatabase(context);
  return files.readText('/i/.showrunner-database');
}

describe('guard-database', () => {
  it.each([
    [false, {}, 'sqlite\n'],
    [true, {}, 'postgres\n'],
    [false, { '/i/db.sqlite': 'x' }, 'sqlite\n'],
    [true, { '/i/.showrunner-database': 'postgres\n' }, 'postgres\n'],
  ])('lets postgres=%s start over %j', async (postgres, present, note) => {
    expect(await guard(postgres, present)).toBe(note);
  });

  it.each([
    [true, { '/i/db.sqlite': 'x' }, /db\.sqlite.*Switch “Use PostgreSQL” off/],
    [true, { '/i/.showrunner-database': 'sqlite\n' }, /Switch “Use PostgreSQL” off/],
    [false, { '/i/.showrunner-database': 'postgres\n' }, /Switch “Use PostgreSQL” on/],
  ])('refuses postgres=%s over %j', async (postgres, present, message) => {
    await expect(guard(postgres, present)).rejects.toMatchObject({ code: 'service.setting', message });
  });
});
