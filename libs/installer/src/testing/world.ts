import type { BuildStep, SourceSpec } from '@showrunner/catalog';
import type { CommandRequest, CommandResult, Processes } from '@showrunner/platform';
import {
  createFakeArchives,
  createFakeClock,
  createFakeFiles,
  createFakeIds,
  createFakeLogger,
  createFakeMachine,
  createFakeNetwork,
} from '@showrunner/platform/fakes';
import type { PlannedArtifact } from '@showrunner/planner';
import { createInstaller } from '../installer.ts';
import type { InstallerSettings, InstallOptions } from '../settings.ts';

export const api = 'http://releases.test/api';
export const web = 'http://releases.test/web';

type Run = (request: CommandRequest) => Partial<CommandResult> | Promise<Partial<CommandResult>>;

/** Processes of which only short commands exist; each is played by the test. */
function createScriptedProcesses(run: Run): { processes: Processes; commands: string[] } {
  const commands: string[] = [];
  const refuse = (): never => {
    throw new Error('the installer has no business with long-running processes');
  };
  const processes: Processes = {
    run: async (request, signal) => {
      signal?.throwIfAborted();
      commands.push(request.argv.join(' '));
      const result = await run(request);
      return { code: 0, signal: null, stdout: '', stderr: '', truncated: false, ...result };
    },
    spawn: refuse,
    whenEnded: refuse,
    recover: refuse,
    isAlive: refuse,
    signalGroup: refuse,
    limitEnforcers: refuse,
    limit: refuse,
    forgetRuns: refuse,
    groupMembers: refuse,
    sessionOf: refuse,
    lock: refuse,
    usage: refuse,
  };
  return { processes, commands };
}

/** A whole installer in memory. */
export function createWorld(
  options: { settings?: Partial<InstallerSettings>; programs?: Record<string, string>; run?: Run } = {},
) {
  const files = createFakeFiles();
  const network = createFakeNetwork(files);
  const clock = createFakeClock(1_000_000, { eager: true });
  const { processes, commands } = createScriptedProcesses(options.run ?? (() => ({})));
  const tools = {
    files,
    network,
    clock,
    processes,
    archives: createFakeArchives(files),
    machine: createFakeMachine({ programs: options.programs ?? {} }),
    ids: createFakeIds(),
    logger: createFakeLogger(),
  };
  const settings: InstallerSettings = {
    root: '/data',
    githubApi: api,
    githubWeb: web,
    cacheDir: '/data/config/.cache/dumb',
    limits: { downloadBytes: 1e9, archiveEntries: 1000, unpackedBytes: 1e9 },
    cacheLimits: () => ({ maxBytes: 1e9, maxAgeMs: 1e12, versionsKept: 10 }),
    rateLimitMaxWaitMs: 60_000,
    baseEnv: { PATH: '/usr/bin' },
    ...options.settings,
  };
  const lines: string[] = [];
  const activities: string[] = [];
  const install: InstallOptions = {
    signal: new AbortController().signal,
    onProgress: (activity) => activities.push(activity),
    onLine: (line) => lines.push(line),
  };
  return {
    files,
    network,
    clock,
    commands,
    lines,
    activities,
    install,
    settings,
    tools,
    installer: createInstaller(tools, settings),
  };
}

/** An artifact with the usual values. */
export function artifactOf(
  source: SourceSpec,
  changes: Partial<PlannedArtifact> & { build?: readonly BuildStep[] } = {},
): PlannedArtifact {
  return {
    serviceKey: 'zurg',
    processName: 'Zurg',
    root: '/data/zurg',
    source,
    repository: 'owner/zurg',
    version: { kind: 'latest' },
    build: [],
    toolchains: [],
    spec: { root: '/zurg', ready: ['zurg'], version: { kind: 'marker' }, persist: ['data'] },
    persist: ['/data/zurg/config.yml'],
    clearOnUpdate: true,
    arch: 'amd64',
    ...changes,
  };
}

/** A release as the wire has it. */
export function wireRelease(
  tag: string,
  assets: readonly { id: number; name: string; digest?: string }[] = [],
  more = {},
) {
  const release = { id: 1, tag_name: tag, draft: false, prerelease: false, published_at: '2026-01-01T00:00:00Z' };
  return { ...release, assets: assets.map((asset) => ({ size: 1, ...asset })), ...more };
}

export function jsonAnswer(value: unknown, headers: Record<string, string> = {}) {
  return { status: 200, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}
