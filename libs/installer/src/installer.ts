import type { ToolchainName } from '@showrunner/catalog';
import type { PlannedArtifact, PlannedDirectory, PlannedFile } from '@showrunner/planner';
import { createJournalStore, type InstallJournal } from './activation/journal.ts';
import { createPathGuard } from './containment.ts';
import { inspectPath, type PathState, type WrittenPath } from './files/written-paths.ts';
import { writeFiles, type WrittenFiles } from './files/write-files.ts';
import { createReleaseServer } from './github/release-server.ts';
import { createLocks } from './locks.ts';
import type { InstalledArtifact, InstallerSettings, InstallerTools, InstallOptions } from './settings.ts';
import { resolveSource } from './sources/registry.ts';
import { createToolchains } from './toolchains.ts';
import { activate, openStaging } from './verbs/activate.ts';
import { build, checkReady } from './verbs/build.ts';
import { createFetcher } from './verbs/fetch.ts';
import { readVersion } from './verbs/read-version.ts';
import { commit, recover, rollBack } from './verbs/roll-back.ts';

/** Puts programs and their configuration files in place, all or nothing. */
export interface Installer {
  /**
   * Resolves, fetches, builds and activates. What fails on the way leaves the root as it was.
   * @throws Problem `source.*`, `archive.unsafe`, `build.failed`, `host.missing`, `path.forbidden`, `file.unwritable`
   */
  installArtifact(artifact: PlannedArtifact, options: InstallOptions): Promise<InstalledArtifact>;
  /** Makes directories and edits files; all of them or none. @throws Problem `file.*`, `path.forbidden` */
  writeFiles(
    directories: readonly PlannedDirectory[],
    files: readonly PlannedFile[],
    options: { readonly signal: AbortSignal },
  ): Promise<WrittenFiles>;
  /** How something that was written is now. Changes nothing. */
  inspectPath(written: WrittenPath): Promise<PathState>;
  /** Call once at the start, before anything is installed. Answers the roots whose installation was taken back. */
  recoverInstalls(): Promise<readonly string[]>;
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

  const finished = (artifact: PlannedArtifact, version: string, journal: InstallJournal): InstalledArtifact => ({
    root: artifact.root,
    version,
    undo: () => rollBack(files, journals, journal),
    commit: () => commit(files, journals, journal),
  });

  const install = async (artifact: PlannedArtifact, options: InstallOptions): Promise<InstalledArtifact> => {
    const context = { ...shared, options };
    options.onProgress('Looking up the version');
    const resolved = await resolveSource(artifact.source, artifact, context);
    options.onLine(`Installing ${resolved.title}`);
    if (resolved.kind === 'shared') {
      await checkReady({ artifact, tools }, artifact.root);
      const nothing = async (): Promise<void> => undefined;
      return { root: artifact.root, version: resolved.version, undo: nothing, commit: nothing };
    }
    const journal = await openStaging(files, journals, artifact, tools.ids.next('install'));
    let version: string;
    try {
      const work = { ...context, staging: journal.staging, artifact, version: resolved.version };
      await resolved.stage(journal.staging);
      if (artifact.owner) await files.setOwner(journal.staging, artifact.owner, { recursive: true });
      await build(work);
      version = await readVersion(work);
      options.signal.throwIfAborted();
    } catch (error) {
      await rollBack(files, journals, journal);
      throw error;
    }
    options.onProgress('Putting it in place');
    const active = await activate(files, journals, artifact, journal);
    tools.logger.info('artifact.activated', { root: artifact.root, version });
    return finished(artifact, version, active);
  };

  return {
    installArtifact: async (artifact, options) => {
      guard(artifact.root);
      return await locks.run(`root ${artifact.root}`, options.signal, () => install(artifact, options));
    },
    writeFiles: (directories, planned, { signal }) => writeFiles({ files, guard }, directories, planned, signal),
    inspectPath: (written) => inspectPath(files, written),
    recoverInstalls: () => recover(files, journals),
    toolchainDirectory: toolchains.directory,
    resolveToolchain: toolchains.resolve,
  };
}
