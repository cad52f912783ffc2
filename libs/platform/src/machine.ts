import type { Owner } from './files.ts';

/** What the machine is and has. */
export interface MachineFacts {
  readonly arch: 'amd64' | 'arm64';
  readonly libc: 'gnu' | 'musl';
  readonly isRoot: boolean;
  readonly bootId: string;
  /** Whether FUSE file systems can be mounted (device, helper, permission). */
  readonly fuse: boolean;
  /** Whether /etc/fuse.conf has user_allow_other, or we are root. */
  readonly userAllowOther: boolean;
  /** Whether the account that services run as can itself mount what everybody sees. */
  readonly fuseForUsers: boolean;
  readonly inContainer: boolean;
}

export interface Machine {
  facts(): Promise<MachineFacts>;
  /** Full path of a program on the search path or in one of `directories` (a `*` stands for one path part, newest first). */
  findProgram(name: string, directories?: readonly string[]): Promise<string | undefined>;
  /** Whether a mount point is there and answers; a dead FUSE mount is `stale`. Never blocks longer than `timeoutMs`. */
  mountState(path: string, timeoutMs: number): Promise<'none' | 'mounted' | 'stale'>;
  /**
   * Which file system is seen at a mount point, as a text that only equals itself: device, type and source. `undefined`:
   * nothing is mounted there, or something is mounted over a directory above it. Asks the mount itself nothing.
   */
  mountAt(path: string): Promise<string | undefined>;
  /** Mount points at or below a path. Asks no mount anything. */
  mountsWithin(path: string): Promise<readonly string[]>;
  /** Whether a directory is there, behind links too; `silent` where its file system does not say so within `timeoutMs`. */
  directoryState(path: string, timeoutMs: number): Promise<'none' | 'directory' | 'silent'>;
  /** File name of the program that a process runs, where it can be seen. */
  programOf(pid: number): Promise<string | undefined>;
  /** Ends a mount, lazily if it is busy or dead. */
  unmount(path: string): Promise<void>;
  /** Whether a uid has an account (some programs refuse to run without). */
  accountOf(uid: number): Promise<{ name: string; owner: Owner; home: string } | undefined>;
  /** The first of these accounts that exists. */
  findAccount(names: readonly string[]): Promise<{ name: string; owner: Owner } | undefined>;
}
