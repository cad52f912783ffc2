import { join } from 'node:path';
import type { UnitId } from '@showrunner/contracts';
import { toUnitId } from '@showrunner/contracts';
import type { Files, Mirror, Network } from '@showrunner/platform';
import { Problem } from '@showrunner/contracts';
import type { Probe, UnitSpec } from '@showrunner/planner';

/** Where everything outside of this machine is. */
export interface Upstream {
  readonly githubApi: string;
  readonly githubWeb: string;
  readonly toolchainsUrl?: string;
  readonly pypiUrl?: string;
  readonly npmRegistry?: string;
  /** Where everything else is asked: feeds and packages of vendors, and their accounts. */
  readonly mirrors: readonly Mirror[];
  /** Base URL of the simulator; absent: the real world. */
  readonly simulatorUrl?: string;
}

const simulatorName = 'Simulated upstream';
export const simulatorUnit: UnitId = toUnitId(simulatorName);

/** The real upstream, or the mirrors that the environment names. */
export function realUpstream(env: Readonly<Record<string, string | undefined>>): Upstream {
  const toolchainsUrl = env['SHOWRUNNER_TOOLCHAINS_URL'];
  const pypiUrl = env['SHOWRUNNER_PYPI_URL'];
  const npmRegistry = env['SHOWRUNNER_NPM_REGISTRY'];
  return {
    githubApi: env['SHOWRUNNER_GITHUB_API'] || 'https://api.github.com',
    githubWeb: env['SHOWRUNNER_GITHUB_WEB'] || 'https://github.com',
    ...(toolchainsUrl ? { toolchainsUrl } : {}),
    ...(pypiUrl ? { pypiUrl } : {}),
    ...(npmRegistry ? { npmRegistry } : {}),
    mirrors: readMirrors(env['SHOWRUNNER_MIRRORS']),
  };
}

/**
 * Reads `https://plex.tv/=https://mirror.example/plex/`, several separated by blanks.
 * @throws Problem `request.invalid`
 */
export function readMirrors(text = ''): readonly Mirror[] {
  const pairs = text.split(/\s+/).filter((pair) => pair !== '');
  return pairs.map((pair) => {
    const [, from, to] = /^(https?:\/\/[^=\s]*)=(https?:\/\/\S+)$/.exec(pair) ?? [];
    if (from !== undefined && to !== undefined) return { from, to };
    throw new Problem(
      'request.invalid',
      `SHOWRUNNER_MIRRORS has "${pair}"; it must be like https://plex.tv/=https://mirror.example/plex/.`,
    );
  });
}

/** The simulator, on a port that stays the same over restarts of this data root. */
export async function simulatedUpstream(root: string, files: Files, network: Network): Promise<Upstream> {
  const note = `${root}/config/.showrunner/simulator-port`;
  const port = Number((await files.readText(note)) ?? Number.NaN) || (await freePortFrom(network, 18_800));
  await files.write(note, String(port));
  const url = `http://127.0.0.1:${port}`;
  return {
    githubApi: `${url}/github/api`,
    githubWeb: `${url}/github/web`,
    toolchainsUrl: `${url}/toolchains`,
    pypiUrl: `${url}/pypi/simple`,
    // Nothing that a demo does may leave this machine.
    mirrors: [{ from: 'https://', to: `${url}/at/` }],
    simulatorUrl: url,
  };
}

/** The simulator as a unit like every other: it is watched, it survives us, and it is adopted. */
export function simulatorSpec(options: {
  home: string;
  root: string;
  url: string;
  env: Readonly<Record<string, string>>;
}): UnitSpec {
  const { home, root, url } = options;
  const port = Number(new URL(url).port);
  return {
    unitId: simulatorUnit,
    processName: simulatorName,
    serviceKey: 'simulator',
    instance: null,
    argv: [
      process.execPath,
      join(home, 'apps', 'simulator', 'dist', 'main.js'),
      '--port',
      String(port),
      '--root',
      `${root}/simulator`,
    ],
    cwd: home,
    env: options.env,
    outputFile: `${root}/log/simulator.log`,
    gates: [],
    probes: { startup: [], readiness: [answers(`${url}/`)], liveness: [] },
    startupMs: 60_000,
    stop: { signal: 'SIGTERM', graceMs: 10_000 },
    stopTier: 'databases',
    restart: {
      when: 'on-failure',
      backoffMs: [1_000, 5_000, 15_000],
      maxRestarts: 5,
      windowMs: 300_000,
      unhealthyThreshold: 3,
    },
    mounts: [],
    logs: { from: 'output', patterns: [] },
    edges: [],
  };
}

function answers(url: string): Probe {
  const timing = { intervalMs: 10_000, timeoutMs: 2_500, failureThreshold: 1, successThreshold: 1 };
  return { kind: 'http', url, method: 'GET', ...timing };
}

async function freePortFrom(network: Network, from: number): Promise<number> {
  for (let port = from; port < 65_535; port++) if (await network.isPortFree(port)) return port;
  throw new Error('No port is free for the simulator.');
}
