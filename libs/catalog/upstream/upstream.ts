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
  /** Repositories of registries of container images. */
  readonly images?: readonly ImageRepository[];
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
  /** `file`: the one file itself; `checksums`: the digests of the other assets, as sha256sum writes them. Default: an archive. */
  readonly as?: 'archive' | 'file' | 'checksums';
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

/** A repository of a registry of container images. */
export interface ImageRepository {
  readonly host: string;
  /** `owner/name`. */
  readonly name: string;
  readonly images: readonly ContainerImage[];
}

export interface ContainerImage {
  readonly tags: readonly string[];
  /** The lowest first. */
  layers(architecture: 'amd64' | 'arm64'): readonly (readonly LayerEntry[])[];
}

/** Something in a layer: a file, a link to a path of the image, or what a Debian has besides. */
export type LayerEntry =
  | PlayedFile
  | { readonly path: string; readonly link: string }
  | { readonly path: string; readonly hardLink: string }
  | { readonly path: string; readonly device: true }
  /** A program or library that cannot be run, but says which libraries it asks for. */
  | { readonly path: string; readonly needs: readonly string[] };
