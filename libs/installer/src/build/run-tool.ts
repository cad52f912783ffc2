import { Problem } from '@showrunner/contracts';
import type { ToolchainName } from '@showrunner/catalog';
import type { CommandRequest } from '@showrunner/platform';
import type { BuildContext } from './builder.ts';

const lastLines = 12;
const defaultTimeoutMs = 60 * 60_000;

export interface ToolCall {
  /** A program by its full path, or by a name that one of the toolchains has. */
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly toolchains: readonly ToolchainName[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a package client that only fetches, as the invoker and with the invoker's own settings: registries, proxies,
 * certificates and caches are where the person of this machine has put them. No code of a package may run in it.
 * @throws Problem `build.failed` with its last lines
 */
export async function runClient(
  context: BuildContext,
  { argv, cwd }: { readonly argv: ToolCall['argv']; readonly cwd: string },
): Promise<void> {
  const { baseEnv, clientEnv = {}, npmRegistry } = context.settings;
  const registry = npmRegistry === undefined ? {} : { npm_config_registry: npmRegistry };
  await runToEnd(context, { argv, cwd, env: { ...baseEnv, ...clientEnv, ...registry, CI: '1' } });
}

/**
 * Runs a build command as the user that the program will run as: what a package does at build time needs no more rights
 * than what it does later.
 * @throws Problem `build.failed` with its last lines
 */
export async function runTool(context: BuildContext, call: ToolCall): Promise<void> {
  const { settings, options, artifact } = context;
  const directories = await Promise.all(call.toolchains.map((name) => context.toolchains.resolve(name, options)));
  const env = {
    ...settings.baseEnv,
    ...(await cacheEnv(context)),
    CI: '1',
    ...call.env,
    PATH: [...directories, settings.baseEnv['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'].join(':'),
  };
  const user = artifact.owner ? { user: artifact.owner } : {};
  await runToEnd(context, { argv: call.argv, cwd: call.cwd, env, ...user });
}

async function runToEnd(
  context: BuildContext,
  call: Pick<ToolCall, 'argv' | 'cwd'> & Pick<CommandRequest, 'user' | 'env'>,
): Promise<void> {
  const { tools, settings, options, artifact } = context;
  const title = call.argv.map((part) => part.replaceAll(context.staging, artifact.root)).join(' ');
  options.onProgress(`Running ${title.length > 80 ? `${title.slice(0, 79)}…` : title}`);
  options.onLine(`$ ${title}`);
  const words: string[] = [];
  const result = await tools.processes.run(
    {
      ...call,
      timeoutMs: settings.buildTimeoutMs ?? defaultTimeoutMs,
      onLine: (line) => {
        words.push(line);
        if (words.length > lastLines) words.shift();
        options.onLine(line);
      },
    },
    options.signal,
  );
  if (result.code === 0) return;
  const end = result.code === null ? `was ended by ${result.signal ?? 'us'}` : `ended with code ${result.code}`;
  throw new Problem('build.failed', `${title} ${end}: ${words.join('\n') || 'it printed nothing'}`, {
    details: { command: title, code: result.code, lastLines: words },
  });
}

/** Package caches outlive the build; each user has its own, so that nobody needs to read another's files. */
async function cacheEnv({ tools, settings, artifact }: BuildContext): Promise<Record<string, string>> {
  const directory = `${settings.cacheDir}/dependencies/${artifact.owner?.uid ?? 'invoker'}`;
  await tools.files.makeDirectory(directory, { mode: 0o755, ...(artifact.owner ? { owner: artifact.owner } : {}) });
  // Not the tree that is built: what tools leave in their home is no part of the program.
  const home = `${directory}/home`;
  await tools.files.makeDirectory(home, { mode: 0o700, ...(artifact.owner ? { owner: artifact.owner } : {}) });
  return {
    HOME: home,
    PIP_CACHE_DIR: `${directory}/pip`,
    POETRY_CACHE_DIR: `${directory}/poetry`,
    NUGET_PACKAGES: `${directory}/nuget`,
    DOTNET_CLI_HOME: `${directory}/dotnet`,
    DOTNET_CLI_TELEMETRY_OPTOUT: '1',
    npm_config_cache: `${directory}/npm`,
    npm_config_store_dir: `${directory}/pnpm`,
    YARN_CACHE_FOLDER: `${directory}/yarn`,
    BUN_INSTALL_CACHE_DIR: `${directory}/bun`,
    GOPATH: `${directory}/go`,
    ...(settings.npmRegistry === undefined ? {} : { npm_config_registry: settings.npmRegistry }),
    ...(settings.pypiUrl === undefined ? {} : { PIP_INDEX_URL: settings.pypiUrl }),
  };
}
