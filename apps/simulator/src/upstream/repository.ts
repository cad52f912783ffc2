import type { TreeFile } from '../archives/tree.ts';

/** A project on the simulated release server. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
  /** Newest first. */
  readonly releases: readonly Release[];
  readonly branches: readonly string[];
  /** The source tree as it is in that version, without a root folder. */
  tree(version: string): Promise<readonly TreeFile[]>;
}

export interface Release {
  readonly tag: string;
  readonly prerelease: boolean;
  readonly publishedAt: string;
  readonly assets: readonly Asset[];
}

export interface Asset {
  readonly name: string;
  files(): Promise<readonly TreeFile[]>;
  /** The bytes themselves, where they are no archive of `files`. */
  archive?(): Promise<Buffer>;
}

/** A release without assets. */
export function release(tag: string, publishedAt: string, assets: readonly Asset[] = []): Release {
  return { tag, publishedAt: `${publishedAt}T12:00:00Z`, prerelease: /nightly|beta|rc/.test(tag), assets };
}

/** What every made-up source tree says about itself. */
export function readme(program: string): TreeFile {
  return {
    path: 'README.md',
    content: `# ${program} (simulated)\n\nThis is not ${program}. It is the stand-in that Showrunner's demo installs in its place.\n`,
  };
}
