import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HookContext } from '@showrunner/catalog';
import { createFiles, createNetwork, createPostgres } from '@showrunner/host';
import { findFreePort } from './free-port.ts';
import { poll } from './poll.ts';
import { runProgram } from './run-program.ts';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Real hands for a hook. */
export function createRealContext(
  values: Readonly<Record<string, string>>,
  account: Account | undefined,
  entry: HookContext['entry'] = {},
): HookContext {
  const network = createNetwork();
  return {
    entry,
    values,
    files: createFiles(),
    http: (request) => network.http(request),
    exec: async (argv) => {
      await using program = runProgram(argv, { ...account });
      const code = await program.whenEnded();
      return { code, signal: null, stdout: program.output(), stderr: program.output(), truncated: false };
    },
    postgres: createPostgres(),
    owner: account,
    log: () => undefined,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    signal: AbortSignal.timeout(30_000),
  };
}

/** What a person may choose: everything that ends a part of a URL, a text or a connection string early. */
export const password = ` p@s:w/o?r#d%41;=&+'"\\{}$ é`;

/** A real PostgreSQL, made by the manifest's own hook and run with the manifest's own arguments. Databases are the caller's. */
export async function runPostgres(
  initialise: (context: HookContext) => Promise<unknown>,
  account: Account | undefined,
  program: string,
) {
  const folder = await mkdtemp(join(tmpdir(), 'pg-'));
  const dataDir = join(folder, 'data');
  const port = await findFreePort();
  const files = createFiles();
  const owner = account === undefined ? {} : { owner: account };
  await chmod(folder, 0o755);
  await files.makeDirectory(dataDir, { mode: 0o700, ...owner });
  if (account !== undefined) await chown(dataDir, account.uid, account.gid);
  if (account !== undefined) await chown(folder, account.uid, account.gid);
  const configFile = join(dataDir, 'postgresql.conf');
  await writeFile(
    configFile,
    `port = ${port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '${folder}'\nfsync = off\n`,
    { mode: 0o644 },
  );
  const values = {
    artifact: '/nowhere',
    data_dir: dataDir,
    run_dir: folder,
    port: String(port),
    user: 'DUMB',
    password,
    initdb_args: '--data-checksums',
  };
  await initialise(createRealContext(values, account));
  const server = runProgram([program, '-D', dataDir, '-c', `config_file=${configFile}`], { ...account });
  await poll(
    async () =>
      (await files.readText(join(dataDir, 'postmaster.pid')))?.includes('\nready') === true ? true : undefined,
    AbortSignal.timeout(20_000),
  );
  const address = { host: '127.0.0.1', port, user: 'DUMB', password };
  return {
    address,
    dataDir,
    initialiseAgain: () => initialise(createRealContext(values, account)),
    query: (database: string, text: string) =>
      createPostgres().connect({ ...address, database }, (query) => query(text)),
    [Symbol.asyncDispose]: async () => {
      process.kill(server.pid, 'SIGINT');
      await server.whenEnded();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
