import { dirname, join } from 'node:path';
import {
  createArchives,
  createClock,
  createFiles,
  createIds,
  createLogger,
  createMachine,
  createNetwork,
  createProcesses,
} from '@showrunner/host';
import { createInstaller, type Installer, type InstallerSettings } from '@showrunner/installer';
import { withMirrors } from '@showrunner/platform';

interface OpenInstallerOptions {
  /** Data root. */
  readonly root: string;
  /** Address of the simulator, which is all the world there is. */
  readonly world: string;
  /** Waits of the installer are noted here, and take no time. */
  readonly slept?: number[];
  /** A transfer that brings nothing for so long is given up. */
  readonly stallMs?: number;
  readonly settings?: Partial<InstallerSettings>;
}

/** A real installer of this machine: real files, archives and processes, and the simulator for everything beyond. */
export function openInstaller({ root, world, slept, stallMs, settings }: OpenInstallerOptions): Installer {
  const clock = createClock();
  const sleep = async (ms: number): Promise<void> => void slept?.push(ms);
  const network = createNetwork(stallMs === undefined ? {} : { stallMs });
  return createInstaller(
    {
      files: createFiles(),
      clock: slept === undefined ? clock : { ...clock, sleep },
      network: withMirrors(network, [{ from: 'https://', to: `${world}/at/` }]),
      archives: createArchives(),
      processes: createProcesses(),
      machine: createMachine(),
      ids: createIds(() => clock.now()),
      logger: createLogger({ format: 'json', level: () => 'error', redact: (line) => line }),
    },
    {
      root,
      githubApi: `${world}/github/api`,
      githubWeb: `${world}/github/web`,
      toolchainsUrl: `${world}/toolchains`,
      preferFetchedToolchains: true,
      pypiUrl: `${world}/pypi/simple`,
      cacheDir: join(root, 'cache'),
      limits: { downloadBytes: 1e9, archiveEntries: 5000, unpackedBytes: 1e9 },
      cacheLimits: () => ({ maxBytes: 1e9, maxAgeMs: 1e9, versionsKept: 2 }),
      rateLimitMaxWaitMs: 60_000,
      nodeDirectory: dirname(process.execPath),
      baseEnv: { PATH: '/usr/bin:/bin' },
      ...settings,
    },
  );
}
