import type { PlayedFile } from './played.ts';

/**
 * Where a program comes from in demos and tests: what the simulator has in place of the project's own servers. Data; the
 * simulator speaks for the servers and packs the archives.
 */
export interface Upstream {
  /** Projects on GitHub. */
  readonly repositories?: readonly Repository[];
  /** Update servers of the Servarr kind. */
  readonly feeds?: readonly VendorFeed[];
  /** Repositories of Debian packages. */
  readonly packages?: readonly PackageRepository[];
  /** What Python's package index has. */
  readonly wheels?: readonly Wheel[];
}

/** A project on the simulated release server. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
  /** Newest first. */
  readonly releases: readonly Release[];
  readonly branches: readonly string[];
  /** The source tree as it is in that version, without a root folder. */
  tree(version: string): readonly PlayedFile[];
}

export interface Release {
  readonly tag: string;
  readonly prerelease: boolean;
  readonly publishedAt: string;
  readonly assets: readonly Asset[];
}

export interface Asset {
  readonly name: string;
  readonly files: readonly PlayedFile[];
  /** The bytes themselves, where they are no archive of `files`. */
  archive?(): Promise<Uint8Array>;
}

/** The update server of a Servarr project, as far as one of its branches goes. */
export interface VendorFeed {
  readonly host: string;
  readonly branch: string;
  /** Newest first. */
  readonly builds: readonly {
    readonly version: string;
    readonly publishedAt: string;
    readonly assets: Readonly<Record<string, Asset>>;
  }[];
}

/** A repository of Debian packages as apt knows it, for all architectures alike. */
export interface PackageRepository {
  readonly host: string;
  /** Path on its host: `/debian`. */
  readonly path: string;
  readonly suite: string;
  readonly component: string;
  readonly packages: readonly DebianPackage[];
}

export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly depends?: string;
  readonly files: readonly PlayedFile[];
}

/** A package of Python's index, in one version; what a wheel says about itself is added when it is packed. */
export interface Wheel {
  readonly name: string;
  readonly version: string;
  readonly files: readonly PlayedFile[];
}
