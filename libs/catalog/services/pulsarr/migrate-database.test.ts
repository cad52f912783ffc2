import { describe, expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { migrateDatabase } from './migrate-database.ts';

const values = { bun: '/tools/bun/bun' };

describe('migrate-database', () => {
  it('runs the migrations of the installed release with its own Bun', async () => {
    const commands: (readonly string[])[] = [];
    const context = createHookContext({
      values,
      exec: async (argv) => {
        commands.push(argv);
        return {};
      },
    });
    expect(await migrateDatabase(context)).toBe('done');
    expect(commands).toEqual([['/tools/bun/bun', 'run', '--bun', 'migrations/migrate.ts']]);
  });

  it('keeps Pulsarr from starting where they fail, and says why', async () => {
    const context = createHookContext({
      values,
      exec: async () => ({ code: 1, stdout: 'Migrating…\n', stderr: 'error: connection refused\n' }),
    });
    await expect(migrateDatabase(context)).rejects.toMatchObject({
      code: 'hook.failed',
      message: expect.stringMatching(/ended with code 1: Migrating…\nerror: connection refused/),
    });
  });

  it('tells one that was ended from one that failed', async () => {
    const context = createHookContext({ values, exec: async () => ({ code: null, signal: 'SIGKILL' }) });
    await expect(migrateDatabase(context)).rejects.toThrow('was ended by SIGKILL: it printed nothing');
  });
});
