import type { BuildStep } from '@showrunner/catalog';
import type { PlannedArtifact } from '@showrunner/planner';
import type { InstallerSettings, InstallerTools, InstallOptions } from '../settings.ts';
import type { Toolchains } from '../toolchains.ts';

/** Where and with what something is built. */
export interface BuildContext {
  readonly tools: InstallerTools;
  readonly settings: InstallerSettings;
  readonly toolchains: Toolchains;
  readonly options: InstallOptions;
  /** The unpacked tree, which will be renamed to the artifact's root afterwards. */
  readonly staging: string;
  readonly artifact: PlannedArtifact;
  /** What the version is called that was chosen: a tag, `<branch>-<sha8>` or `commit-<sha12>`. */
  readonly version: string;
}

export type StepOf<K extends BuildStep['kind']> = Extract<BuildStep, { kind: K }>;

/** Performs one kind of build step. @throws Problem `build.failed`, `host.missing` */
export type Builder<K extends BuildStep['kind']> = (step: StepOf<K>, context: BuildContext) => Promise<void>;
