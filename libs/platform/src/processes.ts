/** Whom a program runs as. */
export interface ProcessUser {
  readonly uid: number;
  readonly gid: number;
}

/** What a run and all its descendants may use at most. Absent: as much as there is. */
export interface ProcessLimits {
  readonly memoryBytes?: number;
  /** Processor time, in processors: 0.5 is half of one. */
  readonly cpus?: number;
  /** Processes and threads. */
  readonly pids?: number;
  /** Open descriptors of one process. */
  readonly openFiles?: number;
}

/** What makes the kernel keep a limit. */
export type LimitEnforcer = 'cgroup-v2' | 'cgroup-v1' | 'rlimit';

/** What keeps which limit on this machine; absent: nothing does. */
export interface LimitEnforcers {
  readonly memory?: LimitEnforcer;
  readonly cpus?: LimitEnforcer;
  readonly pids?: LimitEnforcer;
  readonly openFiles?: LimitEnforcer;
  /** More open files than this cannot be given to anybody here. */
  readonly mostOpenFiles?: number;
}

/** What a run is called on the machine. */
export interface RunName {
  /** Whose it is: the same for all runs of one data root, and another for those of another. */
  readonly owner: string;
  /** `<unit>.<run>`; at any moment one of the owner's has it. */
  readonly name: string;
}

/** What a long-running child is started with. */
export interface SpawnRequest {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Absent: the invoker. */
  readonly user?: ProcessUser;
  /** They hold before the program begins, and it cannot raise them. */
  readonly limits?: ProcessLimits;
  /** Absent: nothing but its mark and its group tells what belongs to it, and only `openFiles` can be limited. */
  readonly run?: RunName;
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
  /** The keeper: leader of the process group and session that holds the program. Its pid is the group's number. */
  readonly group: ProcessIdentity;
  /** A word of this run that every descendant carries in its environment, so that strays can be told from strangers. */
  readonly mark: string;
  /** Its control group, where this machine gave it one: the better proof of what belongs to it. */
  readonly cgroup?: string;
}

/** What the record of a run says, read by a control plane that did not see it itself. */
export interface RecoveredRun {
  readonly process: SpawnedProcess;
  /** How it ended, where the keeper has written it. */
  readonly exit?: ProcessExit;
}

/** The right to be the only control plane of a data root; held until released or until the holder is dead. */
export interface ProcessLock {
  release(): Promise<void>;
}

/** How a process ended. Neither `code` nor `signal`: nobody could see it. */
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
  readonly user?: ProcessUser;
  readonly stdin?: string;
  readonly timeoutMs: number;
  readonly onLine?: (line: string) => void;
}

export interface ProcessUsage {
  readonly cpuPct: number;
  readonly memoryBytes: number;
}

export type Signal =
  'SIGTERM' | 'SIGINT' | 'SIGQUIT' | 'SIGHUP' | 'SIGKILL' | 'SIGUSR1' | 'SIGUSR2' | 'SIGSTOP' | 'SIGCONT';

/** Processes of this machine. No shell is ever involved in what a caller passes. */
export interface Processes {
  /**
   * Starts a child as leader of a new session, so that it outlives us.
   * @throws Problem `unit.missing-program`, `unit.missing-interpreter`, `unit.not-executable`, `unit.not-a-program`,
   * `unit.wrong-architecture`, `unit.missing-directory`, `unit.permission`, `unit.unknown-user`, `unit.too-large`,
   * `unit.malformed`, `unit.limits`; and where the machine has no room, `unit.no-processes`, `unit.no-files`,
   * `unit.no-memory`, `unit.no-space`
   */
  spawn(request: SpawnRequest): Promise<SpawnedProcess>;
  /**
   * Finds what a former control plane spawned with this exit file, even when it died before it could note it.
   * `undefined`: nothing was spawned, or it was before the machine started.
   */
  recover(exitFile: string): Promise<RecoveredRun | undefined>;
  /** Resolves when the process has ended; works for adopted processes as well. */
  whenEnded(process: SpawnedProcess, exitFile: string, signal: AbortSignal): Promise<ProcessExit>;
  /** Whether exactly this process lives (zombies do not). */
  isAlive(identity: ProcessIdentity): Promise<boolean>;
  /** Known from the start: a machine does not change in this while it runs. */
  limitEnforcers(): LimitEnforcers;
  /**
   * Changes what a run may use while it runs; `openFiles` stays as it was started with.
   * @throws Problem `unit.limits` where the kernel refuses it: then everything is as before
   */
  limit(process: SpawnedProcess, limits: ProcessLimits): Promise<void>;
  /** Removes what runs of this owner, other than these, have left empty on the machine: their control groups. */
  forgetRuns(owner: string, except: readonly SpawnedProcess[]): Promise<void>;
  /** Signals the group and the strays of the run, after proof that they are ours. Answers whether anything was there. */
  signalGroup(process: SpawnedProcess, signal: Signal): Promise<boolean>;
  /** Pids of the run that live: members of the group, and strays that made a session of their own. */
  groupMembers(process: SpawnedProcess): Promise<readonly number[]>;
  /** Number of the session that a pid lives in: the pid of its keeper, for a program of ours. */
  sessionOf(pid: number): Promise<number | undefined>;
  /** @throws Problem `control-plane.running` naming the holder, while it lives */
  lock(path: string): Promise<ProcessLock>;
  /** Runs a short command to its end. @throws Problem as `spawn`; a failing exit code is an answer, not a failure. */
  run(request: CommandRequest, signal?: AbortSignal): Promise<CommandResult>;
  usage(pid: number): Promise<ProcessUsage | undefined>;
}
