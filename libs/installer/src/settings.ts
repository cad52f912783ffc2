import type { CacheLimits } from './cache/choose-superfluous.ts';
import type { Archives, Clock, Files, Ids, Logger, Machine, Network, Processes } from '@showrunner/platform';

/** The parts of the outside world that installing needs. */
export interface InstallerTools {
  readonly files: Files;
  readonly network: Network;
  readonly archives: Archives;
  readonly processes: Processes;
  readonly machine: Machine;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

export interface InstallerSettings {
  /** Real path of the data root, without trailing slash; the empty string for `/`. */
  readonly root: string;
  /** Further directories that may be written, beside the data root. */
  readonly allowedRoots?: readonly string[];
  /** `https://api.github.com` or a server that speaks like it. */
  readonly githubApi: string;
  /** `https://github.com` or a server that speaks like it. */
  readonly githubWeb: string;
  /** Sent to the API only. */
  readonly githubToken?: string;
  /** Token of a Plex account: the list of downloads then has the versions that it may try early. */
  readonly plexToken?: () => string | undefined;
  /** Registries, where they are not the usual ones. */
  readonly npmRegistry?: string;
  readonly pypiUrl?: string;
  /** Where `<name>-<arch>.tar.gz` of each toolchain can be had. */
  readonly toolchainsUrl?: string;
  /**
   * Where toolchains are kept; default `<root>/config/.showrunner/toolchains`. The users that services run as must be able
   * to reach it.
   */
  readonly toolchainsDirectory?: string;
  /** Take a toolchain from `toolchainsUrl` even where the machine has one. */
  readonly preferFetchedToolchains?: boolean;
  /** Directory of the Node programs that we ourselves run on. */
  readonly nodeDirectory?: string;
  /** Directory of an npm package that was installed with Showrunner. */
  readonly npmPackageDirectory?: (name: string) => string | undefined;
  /** Downloads, answers of the API and package caches; everything in it may be deleted. */
  readonly cacheDir: string;
  readonly limits: {
    readonly downloadBytes: number;
    readonly archiveEntries: number;
    readonly unpackedBytes: number;
  };
  /** How much of downloads is kept; asked for each time, because a person may change it meanwhile. */
  readonly cacheLimits: () => CacheLimits;
  /** A server that asks us to wait longer than this fails the installation. */
  readonly rateLimitMaxWaitMs: number;
  /** What build commands get beside what they need: PATH, LANG, TZ. */
  readonly baseEnv: Readonly<Record<string, string>>;
  /** What a package client of the invoker needs beside it to be the person's own: PATH, HOME, proxies, its settings. */
  readonly clientEnv?: Readonly<Record<string, string>>;
  /** How long one build command may take; default an hour. */
  readonly buildTimeoutMs?: number;
}

/** How an installation tells what it does, and how it is stopped. */
export interface InstallOptions {
  readonly signal: AbortSignal;
  /** @param fraction 0 to 1 where it is known */
  readonly onProgress: (activity: string, fraction?: number) => void;
  readonly onLine: (line: string) => void;
}

/** What a source has to offer now. */
export interface FoundVersion {
  /** What the source calls it: the tag of a release, `<branch>-<sha8>`, `commit-<sha12>`. */
  readonly version: string;
  /** What its publisher says of it. */
  readonly notes?: ReleaseNotes;
  /** Releases between the installed one and this, where both are known; 0: it is the installed one. */
  readonly releasesBehind?: number;
  /** The machine brings it along, or another service does: there is nothing here to update. */
  readonly foreign?: boolean;
}

export interface ReleaseNotes {
  /** Where they can be read. */
  readonly url: string;
  /** Markdown. */
  readonly text: string;
  /** ISO 8601. */
  readonly publishedAt: string;
}

/** An artifact that was fetched and built, and is not in place yet. */
export interface StagedArtifact {
  readonly version: string;
  /** Puts it in place. What was there before stays beside it until `commit`. */
  activate(options: InstallOptions): Promise<InstalledArtifact>;
  /** Forgets it. Does nothing once it was activated. */
  discard(): Promise<void>;
}

/** An activated artifact. The one before stays beside it until `commit`. */
export interface InstalledArtifact {
  readonly root: string;
  /** What the program calls itself. */
  readonly version: string;
  /** What its source calls it. */
  readonly release: string;
  /** Puts back exactly what was there before. */
  undo(): Promise<void>;
  /** Forgets what was there before. */
  commit(): Promise<void>;
}
