import type { SourceSpec } from '@showrunner/catalog';
import type { PublishedRelease } from '../github/select-release.ts';
import type { PlannedArtifact } from '@showrunner/planner';
import type { ReleaseServer } from '../github/release-server.ts';
import type { InstallerSettings, InstallerTools, InstallOptions } from '../settings.ts';
import type { Toolchains } from '../toolchains.ts';
import type { Fetch } from '../verbs/fetch.ts';

export type SourceKind = SourceSpec['kind'];
export type SourceOf<K extends SourceKind> = Extract<SourceSpec, { kind: K }>;

/** What a source has at hand. */
export interface SourceContext {
  readonly tools: InstallerTools;
  readonly settings: InstallerSettings;
  readonly server: ReleaseServer;
  readonly fetch: Fetch;
  readonly toolchains: Toolchains;
  readonly options: InstallOptions;
}

/** A source that has been found, and how to bring its content here. */
export type Resolved =
  | {
      readonly kind: 'tree';
      readonly version: string;
      /** For the person who watches: `zurg v0.9.3`. */
      readonly title: string;
      /** What its publisher says of it, where it is a release. */
      readonly release?: PublishedRelease;
      /** It is on this machine already, and others keep it up to date. */
      readonly foreign?: true;
      /** Whether what is staged comes from outside and takes the place of what is there. */
      stage(into: string): Promise<void>;
    }
  /** Another artifact is this one; there is nothing to put anywhere. */
  | {
      readonly kind: 'shared';
      readonly version: string;
      readonly title: string;
      readonly release?: undefined;
      readonly foreign?: true;
    };

/** Knows one kind of source. @throws Problem `source.*`, `host.missing` */
export interface SourcePerformer<K extends SourceKind> {
  resolve(source: SourceOf<K>, artifact: PlannedArtifact, context: SourceContext): Promise<Resolved>;
}
