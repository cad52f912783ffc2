import type { ToolchainName } from '@showrunner/catalog';
import type { KeptSecret, PlannedArtifact, PlannedDirectory, PlannedFile } from '@showrunner/planner';
import { createJournalStore, type InstallJournal } from './activation/journal.ts';
import { createInstallCache, type InstallCache } from './cache/install-cache.ts';
import { createPathGuard } from './containment.ts';
import { readValue } from './files/read-value.ts';
import { inspectPath, type PathState, type WrittenPath } from './files/written-paths.ts';
import { writeFiles, type WrittenFiles } from './files/write-files.ts';
import { createReleaseServer } from './github/release-server.ts';
import { createLocks } from './locks.ts';
import type {
  FoundVersion,
  InstalledArtifact,
  InstallerSettings,
  InstallerTools,
  InstallOptions,
  StagedArtifact,
} from './settings.ts';
import { resolveSource } from './sources/registry.ts';
import { findVersion } from './verbs/find-version.ts';
import { createToolchains } from './toolchains.ts';
import { activate, openStaging } from './verbs/activate.ts';
import { build, checkReady } from './verbs/build.ts';
import { createFetcher, type Fetch } from './verbs/fetch.ts';
import { readVersion } from './verbs/read-version.ts';
import { commit, recover, rollBack } from './verbs/roll-back.ts';

/** Puts programs and their configuration files in place, all or nothing. */
export interface Installer {
  /**
   * Resolves, fetches, builds and activates. What fails on the way leaves the root as it was.
   * @throws Problem `source.*`, `archive.unsafe`, `build.failed`, `host.missing`, `path.forbidden`, `file.unwritable`
   */
  installArtifact(artifact: PlannedArtifact, options: InstallOptions): Promise<InstalledArtifact>;
  /** Resolves, fetches and builds, beside what is in place. @throws Problem as `installArtifact` */
  stageArtifact(artifact: PlannedArtifact, options: InstallOptions): Promise<StagedArtifact>;
  /**
   * What would be installed now. Fetches nothing.
   * @param installed what the source called the version that is there
   * @throws Problem `source.*`, `host.missing`
   */
  findVersion(artifact: PlannedArtifact, installed: string | undefined, signal: AbortSignal): Promise<FoundVersion>;
  /** Makes directories and edits files; all of them or none. @throws Problem `file.*`, `path.forbidden` */
  writeFiles(
    directories: readonly PlannedDirectory[],
    files: readonly PlannedFile[],
    options: { readonly signal: AbortSignal },
  ): Promise<WrittenFiles>;
  /** What is kept of downloads and builds. */
  readonly cache: InstallCache;
  /** How something that was written is now. Changes nothing. */
  inspectPath(written: WrittenPath): Promise<PathState>;
  /** The text at a place of a configuration file; `undefined` where it is not there or cannot be read. */
  readValue(place: Pick<KeptSecret, 'path' | 'format' | 'at'>): Promise<string | undefined>;
  /**
   * Call once at the start, before anything is installed. What stands whole is kept unless it is unproven.
   * Answers the roots whose installation was taken back.
   */
  recoverInstalls(isUnproven?: (root: string) => boolean): Promise<readonly string[]>;
  /** Directory of a toolchain's programs, whether it is there yet or not. */
  toolchainDirectory(name: ToolchainName): string;
  /** Makes sure that a toolchain is there and answers its directory. @throws Problem `host.missing` */
  resolveToolchain(name: ToolchainName, options: InstallOptions): Promise<string>;
}

export function createInstaller(tools: InstallerTools, settings: InstallerSettings): Installer {
  const { files } = tools;
  const locks = createLocks();
  const guard = createPathGuard(settings);
  const fetch = createFetcher(tools, settings, locks);
  const toolchains = createToolchains(tools, settings, fetch, locks);
  const journals = createJournalStore(files, `${settings.root}/config/.showrunner/installs`);
  const shared = { tools, settings, server: createReleaseServer(tools, settings), fetch, toolchains };
  const cache = createInstallCache(tools, settings);

  const activated = async (artifact: PlannedArtifact, staged: InstallJournal, version: string, release: string) => {
    const journal = await activate(files, journals, artifact, staged);
    tools.logger.info('artifact.activated', { root: artifact.root, version });
    return {
      root: artifact.root,
      version,
      release,
      undo: () => rollBack(files, journals, journal),
      commit: async () => {
        await commit(files, journals, journal);
        await cache.prune();
      },
    };
  };

  const stage = async (artifact: PlannedArtifact, options: InstallOptions): Promise<StagedArtifact> => {
    const purpose = { service: artifact.serviceKey, version: 'unknown' };
    const fetchFor: Fetch = (request, now) => fetch({ purpose: { ...purpose }, ...request }, now);
    const context = { ...shared, fetch: fetchFor, options };
    options.onProgress('Looking up the version');
    const resolved = await resolveSource(artifact.source, artifact, context);
    purpose.version = resolved.version;
    options.onLine(`Installing ${resolved.title}`);
    if (resolved.kind === 'shared') {
      await checkReady({ artifact, tools }, artifact.root);
      return nothingStaged(artifact, resolved.version);
    }
    const journal = await openStaging(files, journals, artifact, tools.ids.next('install'));
    try {
      const work = { ...context, staging: journal.staging, artifact, version: resolved.version };
      await resolved.stage(journal.staging);
      if (artifact.owner) await files.setOwner(journal.staging, artifact.owner, { recursive: true });
      await build(work);
      const version = await readVersion(work);
      options.signal.throwIfAborted();
      let open = true;
      return {
        version,
        activate: async ({ onProgress }) => {
          onProgress('Putting it in place');
          open = false;
          return await activated(artifact, journal, version, resolved.version);
        },
        discard: async () => {
          if (open) await rollBack(files, journals, journal);
          open = false;
        },
      };
    } catch (error) {
      await rollBack(files, journals, journal);
      throw error;
    }
  };

  /** Two that share a root take turns: the second one builds once the first one stands. */
  const inTurn = async <T>(
    { root }: PlannedArtifact,
    { signal }: InstallOptions,
    work: () => Promise<T>,
  ): Promise<T> => {
    guard(root);
    return await locks.run(`root ${root}`, signal, work);
  };

  return {
    installArtifact: (artifact, options) =>
      inTurn(artifact, options, async () => (await stage(artifact, options)).activate(options)),
    stageArtifact: async (artifact, options) => {
      const staged = await inTurn(artifact, options, () => stage(artifact, options));
      return { ...staged, activate: (now) => inTurn(artifact, now, () => staged.activate(now)) };
    },
    findVersion: (artifact, installed, signal) =>
      findVersion(artifact, installed, { ...shared, options: quietly(signal) }),
    writeFiles: (directories, planned, { signal }) => writeFiles({ files, guard }, directories, planned, signal),
    cache,
    inspectPath: (written) => inspectPath(files, written),
    readValue: (place) => readValue(files, place),
    recoverInstalls: (isUnproven = () => false) => recover(files, journals, isUnproven),
    toolchainDirectory: toolchains.directory,
    resolveToolchain: toolchains.resolve,
  };
}

/** The program of another service is used where it is. */
function nothingStaged({ root }: PlannedArtifact, version: string): StagedArtifact {
  const nothing = async (): Promise<void> => undefined;
  return {
    version,
    activate: async () => ({ root, version, release: version, undo: nothing, commit: nothing }),
    discard: nothing,
  };
}

/** Nobody watches a look-up. */
function quietly(signal: AbortSignal): InstallOptions {
  return { signal, onProgress: () => undefined, onLine: () => undefined };
}
