/** What a long-running child is started with. */
export interface SpawnRequest {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Absent: the invoker. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** The child holds this file itself as its descriptors 1 and 2, opened for append; created with mode 0640. */
  readonly logFile: string;
  /** Where the keeper writes how the child ended, so that it is known after we were away. */
  readonly exitFile: string;
}

/** Proof that a process is the one that was started: pids are reused, this triple is not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time in clock ticks since boot, as the kernel has it. */
  readonly startTicks: number;
  readonly bootId: string;
}

export interface SpawnedProcess {
  /** The program itself, not its keeper. */
  readonly identity: ProcessIdentity;
  /** The process group and session that holds keeper and program. */
  readonly group: ProcessIdentity;
}

/** How a process ended. */
export interface ProcessExit {
  readonly code?: number;
  readonly signal?: string;
  readonly outOfMemory: boolean;
  /** Epoch milliseconds, as exactly as it is known. */
  readonly at: number;
}

/** What a short command did. Output is bounded; `truncated` says so. */
export interface CommandResult {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
}

export interface CommandRequest {
  readonly argv: readonly [string, ...string[]];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly stdin?: string;
  readonly timeoutMs: number;
  readonly onLine?: (line: string) => void;
}

export interface ProcessUsage {
  readonly cpuPct: number;
  readonly memoryBytes: number;
}

export type Signal = 'SIGTERM' | 'SIGINT' | 'SIGQUIT' | 'SIGHUP' | 'SIGKILL' | 'SIGUSR1' | 'SIGUSR2' | 'SIGSTOP' | 'SIGCONT';

/** Processes of this machine. No shell is ever involved in what a caller passes. */
export interface Processes {
  /**
   * Starts a child as leader of a new session, so that it outlives us.
   * @throws Problem `unit.missing-program`, `unit.not-executable`, `unit.wrong-architecture`, `unit.missing-directory`,
   * `unit.permission`, `unit.resources`
   */
  spawn(request: SpawnRequest): Promise<SpawnedProcess>;
  /** Resolves when the process has ended; works for adopted processes as well. */
  whenEnded(process: SpawnedProcess, exitFile: string, signal: AbortSignal): Promise<ProcessExit>;
  /** Whether exactly this process lives (zombies do not). */
  isAlive(identity: ProcessIdentity): Promise<boolean>;
  /** Signals the whole group, after proof that it is ours. Answers whether anything was there. */
  signalGroup(group: ProcessIdentity, signal: Signal): Promise<boolean>;
  /** Pids that live in the group. */
  groupMembers(group: ProcessIdentity): Promise<readonly number[]>;
  /** Runs a short command to its end. @throws Problem as `spawn`; a failing exit code is an answer, not a failure. */
  run(request: CommandRequest, signal?: AbortSignal): Promise<CommandResult>;
  usage(pid: number): Promise<ProcessUsage | undefined>;
}
