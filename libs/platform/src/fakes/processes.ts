import { Problem } from '@showrunner/contracts';
import type { Clock } from '../clock.ts';
import type {
  CommandRequest,
  CommandResult,
  LimitEnforcers,
  ProcessExit,
  ProcessLimits,
  Processes,
  ProcessIdentity,
  Signal,
  SpawnedProcess,
  SpawnRequest,
} from '../processes.ts';

/** How a scripted program ends. */
export type FakeExit = Pick<ProcessExit, 'code' | 'signal'> & Partial<Pick<ProcessExit, 'outOfMemory'>>;

/** How a scripted program behaves; by default it lives until any signal but CONT and STOP ends it. */
export interface FakeProgram {
  /** The spawn fails with this. */
  readonly refuses?: Problem;
  /** Only KILL ends it; `all`: nothing does. */
  readonly ignoresSignals?: 'all-but-kill' | 'all';
  /** Ends by itself after so long. */
  readonly endsAfterMs?: number;
  readonly exit?: FakeExit;
  /** Leaves this many members in its group when the leader ends; they obey KILL only. */
  readonly leavesBehind?: number;
}

/** A child of the fake machine. */
export interface FakeChild {
  readonly request: SpawnRequest;
  readonly process: SpawnedProcess;
  readonly alive: boolean;
  readonly signals: readonly Signal[];
  readonly startedAt: number;
  /** What it may use now. */
  readonly limits: ProcessLimits;
}

/** Processes that a test scripts. They outlive whoever spawned them, as real ones do. */
export interface FakeProcesses extends Processes {
  /** Every child ever, oldest first. */
  readonly children: readonly FakeChild[];
  /** Ends a child as if by itself. */
  end(pid: number, exit?: FakeExit): void;
  /** Behaviour of what is spawned from now on. */
  script(behaviour: (request: SpawnRequest) => FakeProgram): void;
  /** Answer of short commands; it refuses those that it was not told of. */
  answer(behaviour: (request: CommandRequest) => Partial<CommandResult> | undefined): void;
  /** What keeps limits on this machine from now on; at first everything is kept by control groups of version 2. */
  enforce(enforcers: LimitEnforcers): void;
  /** The kernel refuses every change of limits from now on, with this; `undefined`: no more. */
  refuseLimits(problem: Problem | undefined): void;
  /** The holder of all locks is dead: they are free. */
  dropLocks(): void;
}

interface Child extends FakeChild {
  alive: boolean;
  limits: ProcessLimits;
  left: number;
  exit: ProcessExit | undefined;
  readonly program: FakeProgram;
  readonly signals: Signal[];
  readonly onEnd: Set<(exit: ProcessExit) => void>;
}

/** Makes a machine without processes. */
export function createFakeProcesses(clock: Clock, bootId = 'boot-1'): FakeProcesses {
  const children: Child[] = [];
  const locks = new Set<string>();
  let behave: (request: SpawnRequest) => FakeProgram = () => ({});
  let command: (request: CommandRequest) => Partial<CommandResult> | undefined = () => undefined;
  let enforcers: LimitEnforcers = { memory: 'cgroup-v2', cpus: 'cgroup-v2', pids: 'cgroup-v2', openFiles: 'rlimit' };
  let limitRefusal: Problem | undefined;
  let lastPid = 1000;

  const find = (identity: ProcessIdentity) => children.find(({ process }) => isSame(process.identity, identity));
  const end = (child: Child, exit: FakeExit) => {
    if (!child.alive) return;
    child.alive = false;
    child.left = child.program.leavesBehind ?? 0;
    child.exit = { outOfMemory: false, at: clock.now(), ...exit };
    for (const tell of [...child.onEnd]) tell(child.exit);
  };
  const hit = (child: Child, signal: Signal) => {
    child.signals.push(signal);
    if (signal === 'SIGSTOP' || signal === 'SIGCONT' || child.program.ignoresSignals === 'all') return;
    if (child.program.ignoresSignals === 'all-but-kill' && signal !== 'SIGKILL') return;
    end(child, { signal });
    if (signal === 'SIGKILL') child.left = 0;
  };

  return {
    children,
    script: (behaviour) => void (behave = behaviour),
    answer: (behaviour) => void (command = behaviour),
    enforce: (wanted) => void (enforcers = wanted),
    refuseLimits: (problem) => void (limitRefusal = problem),
    dropLocks: () => locks.clear(),
    end(pid, exit = { code: 1 }) {
      const child = children.find(({ process }) => process.identity.pid === pid);
      if (child !== undefined) end(child, exit);
    },
    async spawn(request) {
      const program = behave(request);
      if (program.refuses !== undefined) throw program.refuses;
      const child = makeChild(request, program, (lastPid += 2), {
        bootId,
        startedAt: clock.now(),
        grouped: enforcers.pids !== undefined,
      });
      children.push(child);
      if (program.endsAfterMs !== undefined)
        clock.after(program.endsAfterMs, () => end(child, program.exit ?? { code: 0 }));
      return child.process;
    },
    async recover(exitFile) {
      const child = children.findLast(({ request }) => request.exitFile === exitFile);
      if (child === undefined) return undefined;
      return child.exit === undefined ? { process: child.process } : { process: child.process, exit: child.exit };
    },
    whenEnded: (process, _exitFile, signal) =>
      new Promise((resolve, reject) => {
        const child = find(process.identity);
        if (child?.exit !== undefined) return resolve(child.exit);
        if (child === undefined) return resolve({ outOfMemory: false, at: clock.now() });
        const stop = () => {
          child.onEnd.delete(resolve);
          reject(signal.reason);
        };
        if (signal.aborted) return stop();
        child.onEnd.add(resolve);
        signal.addEventListener('abort', stop, { once: true });
      }),
    isAlive: async (identity) => find(identity)?.alive ?? false,
    limitEnforcers: () => enforcers,
    async limit(process, limits) {
      if (limitRefusal !== undefined) throw limitRefusal;
      const child = find(process.identity);
      if (child !== undefined) child.limits = limits;
    },
    forgetRuns: async () => undefined,
    async signalGroup(process, signal) {
      const child = find(process.identity);
      if (child === undefined || (!child.alive && child.left === 0)) return false;
      if (child.alive) hit(child, signal);
      else if (signal === 'SIGKILL') child.left = 0;
      return true;
    },
    async groupMembers(process) {
      const child = find(process.identity);
      if (child === undefined) return [];
      const left = Array.from({ length: child.left }, (_, index) => child.process.identity.pid + 100_000 + index);
      return child.alive ? [child.process.group.pid, child.process.identity.pid] : left;
    },
    sessionOf: async (pid) => children.find(({ process }) => process.identity.pid === pid)?.process.group.pid,
    async lock(path) {
      if (locks.has(path)) throw new Problem('control-plane.running', `Somebody holds ${path}.`);
      locks.add(path);
      return { release: async () => void locks.delete(path) };
    },
    async run(request) {
      const result = command(request);
      if (result === undefined) throw new Problem('unit.missing-program', `The fake machine has no ${request.argv[0]}`);
      return { code: 0, signal: null, stdout: '', stderr: '', truncated: false, ...result };
    },
    usage: async () => undefined,
  };
}

function makeChild(
  request: SpawnRequest,
  program: FakeProgram,
  pid: number,
  { bootId, startedAt, grouped }: { bootId: string; startedAt: number; grouped: boolean },
): Child {
  const identity = { pid, startTicks: startedAt, bootId };
  const cgroup = grouped && request.run !== undefined ? { cgroup: `fake/${request.run.name}` } : {};
  const process = { identity, group: { ...identity, pid: pid - 1 }, mark: `mark-${pid}`, ...cgroup };
  const { limits = {} } = request;
  const birth = { alive: true, left: 0, exit: undefined, signals: [], onEnd: new Set<(exit: ProcessExit) => void>() };
  return { request, process, program, startedAt, limits, ...birth };
}

function isSame(left: ProcessIdentity, right: ProcessIdentity): boolean {
  return left.pid === right.pid && left.startTicks === right.startTicks && left.bootId === right.bootId;
}
