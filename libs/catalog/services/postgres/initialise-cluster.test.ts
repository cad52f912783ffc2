import { createFakeFiles } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { initialiseCluster } from './initialise-cluster.ts';

const values = {
  artifact: '/postgres',
  data_dir: '/data',
  run_dir: '/run/pg',
  port: '5432',
  user: 'DUMB',
  password: 'secret',
  initdb_args: '--data-checksums',
};

async function emptyCluster() {
  const files = createFakeFiles();
  await files.write('/data/postgresql.conf', 'port = 5432\n');
  await files.write('/postgres/bin/initdb', '');
  const commands: (readonly string[])[] = [];
  const passwords: (string | undefined)[] = [];
  const exec = async (argv: readonly string[]) => {
    commands.push(argv);
    passwords.push(await files.readText('/data/.password'));
    for (const name of ['PG_VERSION', 'base/1', 'global/pg_control', 'postgresql.conf']) {
      await files.write(`/data/.initdb/${name}`, `from initdb: ${name}`);
    }
    return {};
  };
  return { files, exec, commands, passwords };
}

describe('initialise-cluster', () => {
  it('creates a cluster beside the configuration file and moves it in', async () => {
    const { files, exec, commands, passwords } = await emptyCluster();
    await initialiseCluster(createHookContext({ values, files, exec }));
    expect(commands).toEqual([
      [
        '/postgres/bin/initdb',
        '--pgdata=/data/.initdb',
        '--username=DUMB',
        '--pwfile=/data/.password',
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C.UTF-8',
        '--data-checksums',
      ],
    ]);
    expect(passwords).toEqual(['secret\n']);
    expect(await files.readText('/data/PG_VERSION')).toBe('from initdb: PG_VERSION');
    expect(await files.readText('/data/global/pg_control')).toBe('from initdb: global/pg_control');
    expect(await files.readText('/data/postgresql.conf')).toBe('port = 5432\n');
    expect(await files.facts('/data/.initdb')).toBeUndefined();
    expect(await files.facts('/data/.password')).toBeUndefined();
  });

  it('leaves an existing cluster alone', async () => {
    const files = createFakeFiles();
    await files.write('/data/PG_VERSION', '15\n');
    await expect(initialiseCluster(createHookContext({ values, files }))).resolves.toBe('done');
  });

  it('resumes a move that was cut off', async () => {
    const files = createFakeFiles();
    await files.write('/data/base/1', 'moved');
    await files.write('/data/.initdb/.complete', '');
    await files.write('/data/.initdb/global/pg_control', 'control');
    await files.write('/data/.initdb/PG_VERSION', '15\n');
    await initialiseCluster(createHookContext({ values, files }));
    expect(await files.readText('/data/PG_VERSION')).toBe('15\n');
    expect(await files.readText('/data/global/pg_control')).toBe('control');
  });

  it('refuses to initialise over a damaged cluster', async () => {
    const files = createFakeFiles();
    await files.write('/data/base/1', 'a library');
    await expect(initialiseCluster(createHookContext({ values, files }))).rejects.toMatchObject({
      code: 'hook.failed',
    });
  });

  it('removes the password file also when initdb fails, and says its last words', async () => {
    const { files } = await emptyCluster();
    const exec = async () => ({ code: 1, stderr: 'initdb: error: no space left\n' });
    await expect(initialiseCluster(createHookContext({ values, files, exec }))).rejects.toThrow(/no space left/);
    expect(await files.facts('/data/.password')).toBeUndefined();
  });

  it('refuses a socket path that the kernel would cut', async () => {
    const context = createHookContext({ values: { ...values, run_dir: `/${'x'.repeat(120)}` } });
    await expect(initialiseCluster(context)).rejects.toThrow(/too long/);
  });
});
