import { createFakeFiles } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { clearStaleLocks } from './clear-stale-locks.ts';

const socket = '/run/pg/.s.PGSQL.5432';

async function killedServer(commandLine: string | undefined) {
  const files = createFakeFiles();
  await files.write('/data/postmaster.pid', '4711\n/data\n');
  await files.write(`${socket}.lock`, '4711\n/data\n');
  await files.write(socket, '');
  if (commandLine !== undefined) await files.write('/proc/4711/cmdline', commandLine);
  return { files, context: createHookContext({ values: {}, files }) };
}

describe('clear-stale-locks', () => {
  it.each([
    ['nobody has the pid', undefined],
    ['another program has the pid', 'node\0server.js\0'],
  ])('removes locks and socket when %s', async (_name, commandLine) => {
    const { files, context } = await killedServer(commandLine);
    await clearStaleLocks(context, '/data', socket);
    expect(await files.facts('/data/postmaster.pid')).toBeUndefined();
    expect(await files.facts(`${socket}.lock`)).toBeUndefined();
    expect(await files.facts(socket)).toBeUndefined();
  });

  it('touches nothing while a server may live', async () => {
    const { files, context } = await killedServer('/usr/lib/postgresql/15/bin/postgres\0-D\0/data\0');
    await expect(clearStaleLocks(context, '/data', socket)).rejects.toMatchObject({
      code: 'hook.failed',
      details: { pid: 4711 },
    });
    expect(await files.facts('/data/postmaster.pid')).toBeDefined();
  });

  it('knows a server of another directory by its arguments', async () => {
    const { files, context } = await killedServer('postgres\0-D\0/elsewhere\0');
    await files.remove(`${socket}.lock`);
    await clearStaleLocks(context, '/data', socket);
    expect(await files.facts('/data/postmaster.pid')).toBeUndefined();
  });
});
