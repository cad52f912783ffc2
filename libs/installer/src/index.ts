/**
 * Turns a source into an activated artifact and rendered configuration files, or leaves no trace. Must never know units
 * or who asked.
 */
export type { CacheStatus, InstallCache } from './cache/install-cache.ts';
export type { CacheLimits } from './cache/choose-superfluous.ts';
export { createInstaller, type Installer } from './installer.ts';
export type {
  FoundVersion,
  InstalledArtifact,
  ReleaseNotes,
  StagedArtifact,
  InstallerSettings,
  InstallerTools,
  InstallOptions,
} from './settings.ts';
export type { PathState, WrittenPath } from './files/written-paths.ts';
export type { WrittenFiles } from './files/write-files.ts';
