import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createLiveCatalog, services, toolchainNames } from '@showrunner/catalog';
import { getIn } from '@showrunner/config';
import type { JsonObject } from '@showrunner/contracts';
import { createInstaller, type InstallCache, type Installer, type InstallerSettings } from '@showrunner/installer';
import { openStack, type Stack } from '@showrunner/operations';
import { withMirrors, type Platform } from '@showrunner/platform';
import { openSupervisor } from '@showrunner/supervisor';
import type { OwnLog } from '../own-log/own-log.ts';
import { tellOperations } from '../own-log/tell-operations.ts';
import type { Settings } from '../settings.ts';
import { installLimits } from './install-limits.ts';
import { openSecrets } from './master-key.ts';
import { parseOwnServices, readOwnTexts } from './own-services/read-own-services.ts';
import { type OwnServices, packagesOf, watchOwnServices } from './own-services/watch-own-services.ts';
import { readOverrides } from './overrides.ts';
import { rotateLogs } from './rotate-logs.ts';
import { clientEnvironment } from './client-environment.ts';
import { realUpstream, simulatedUpstream, simulatorSpec, simulatorUnit, type Upstream } from './upstream.ts';

/** What children get in any case; the rest is declared by their manifests. */
function baseEnvironment(upstream: Upstream): Readonly<Record<string, string>> {
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    LANG: 'C.UTF-8',
    ...(process.env['TZ'] ? { TZ: process.env['TZ'] } : {}),
    ...(upstream.simulatorUrl === undefined ? {} : { SIMULATOR_URL: upstream.simulatorUrl }),
  };
}

/** The rooms, put together. */
export interface Composition {
  readonly stack: Stack;
  readonly cache: InstallCache;
  /** Ports that we would give up for a service; filled by whoever listens on them. */
  readonly pagePorts: Set<number>;
  /** The services of a person's own; whoever starts the stack starts to follow their files. */
  readonly ownServices: OwnServices;
  /** Starts what a demo stands on. Resolves when it answers; elsewhere there is nothing to start. */
  startSimulator(): Promise<void>;
}

/** Puts the rooms together over this machine and opens the stack of the data root. Starts nothing. */
export async function openComposition(settings: Settings, machine: Platform, ownLog: OwnLog): Promise<Composition> {
  const { root } = settings;
  await prepareRoot(root, machine);
  const upstream = settings.demo
    ? await simulatedUpstream(root, machine.files, machine.network)
    : realUpstream(process.env);
  const baseEnv = baseEnvironment(upstream);
  const platform = { ...machine, network: withMirrors(machine.network, upstream.mirrors) };
  // Installations ask for it when there is a stack with a document.
  const late: { stack?: Stack } = {};
  const plexToken = () => textAt(late.stack?.document().effective, ['dumb', 'plex_token']);
  const installer = openInstaller(settings, platform, upstream, {
    ...installLimits(() => late.stack?.document().effective),
    baseEnv,
    plexToken,
  });
  const first = await readOwnTexts(root, machine.files);
  const own = packagesOf(parseOwnServices(first, services));
  const catalog = createLiveCatalog([...services, ...own.values()]);
  const rotation = rotateLogs(platform, ownLog);
  const pagePorts = new Set<number>();
  const stack = await openStack({
    platform,
    catalog,
    installer,
    writer: installer,
    root,
    overrides: readOverrides(root, process.env, settings.port, settings.host),
    baseEnv,
    simulated: upstream.simulatorUrl !== undefined,
    selfPid: process.pid,
    yields: (port) => pagePorts.has(port),
    secret: await openSecrets(`${root}/config/.showrunner/master.key`, platform.files, platform.ids),
    toolchains: () =>
      Promise.resolve(Object.fromEntries(toolchainNames.map((name) => [name, installer.toolchainDirectory(name)]))),
    openEngine: async ({ events, redactLine }) => {
      const parts = { ...platform, stateDir: `${root}/config/.showrunner`, redactLine, publish: events.publish };
      const readyOutput = (outputFile: string) => rotation.rotator.beforeStart(outputFile);
      return rotation.tell(await openSupervisor({ ...parts, readyOutput }));
    },
  });
  late.stack = stack;
  ownLog.settle({ ...stack, files: platform.files, document: () => stack.document().effective });
  tellOperations(stack, platform.logger);
  return {
    stack: rotation.serve(stack),
    cache: installer.cache,
    pagePorts,
    ownServices: watchOwnServices({ ...platform, root, catalog, known: services, first, stack }),
    async startSimulator() {
      if (upstream.simulatorUrl === undefined) return;
      const { home } = settings;
      await stack.engine.define(simulatorSpec({ home, root, url: upstream.simulatorUrl, env: baseEnv }));
      await stack.engine.start(simulatorUnit);
      await stack.engine.whenHealthy(simulatorUnit, 60_000);
    },
  };
}

/** As root, services run as other users: they may pass through the data root but not look around in it. */
async function prepareRoot(root: string, { files, machine }: Platform): Promise<void> {
  if (root === '') return;
  const { isRoot } = await machine.facts();
  await files.makeDirectory(root, { mode: isRoot ? 0o711 : 0o700 });
  await files.makeDirectory(`${root}/config`, { mode: isRoot ? 0o711 : 0o700 });
  await files.makeDirectory(`${root}/config/.showrunner`, { mode: 0o700 });
  await files.makeDirectory(`${root}/log`, { mode: isRoot ? 0o711 : 0o700 });
}

function openInstaller(
  { root, demo, home }: Settings,
  platform: Platform,
  upstream: Upstream,
  given: Pick<InstallerSettings, 'baseEnv' | 'plexToken' | 'limits' | 'cacheLimits'>,
): Installer {
  const token = process.env['GITHUB_TOKEN'];
  return createInstaller(platform, {
    root,
    ...upstream,
    ...(token && !demo ? { githubToken: token } : {}),
    preferFetchedToolchains: demo,
    toolchainsDirectory: `${root}/opt/toolchains`,
    nodeDirectory: dirname(process.execPath),
    npmPackageDirectory: (name) => {
      const path = join(home, 'node_modules', ...name.split('/'));
      return existsSync(path) ? path : undefined;
    },
    cacheDir: `${root}/config/.cache/dumb`,
    rateLimitMaxWaitMs: 300_000,
    ...given,
    clientEnv: clientEnvironment(process.env),
  });
}

function textAt(document: JsonObject | undefined, path: readonly string[]): string | undefined {
  const value = document && getIn(document, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
