import { Problem } from '@showrunner/contracts';
import type { Clock } from '../clock.ts';
import type {
  CommandRequest,
  CommandResult,
  ProcessExit,
  Processes,
  ProcessIdentity,
  Signal,
  SpawnedProcess,
  SpawnRequest,
} from '../processes.ts';

/** How a scripted program behaves; by default it lives until any signal but CONT and STOP ends it. */
export interface FakeProgram {
  /** The spawn fails with this. */
  readonly refuses?: Problem;
  /** Only KILL ends it; `all`: nothing does. */
  readonly ignoresSignals?: 'all-but-kill' | 'all';
  /** Ends by itself after so long. */
  readonly endsAfterMs?: number;
  readonly exit?: Pick<ProcessExit, 'code' | 'signal'>;
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
}

/** Processes that a test scripts. They outlive whoever spawned them, as real ones do. */
export interface FakeProcesses extends Processes {
  /** Every child ever, oldest first. */
  readonly children: readonly FakeChild[];
  /** Ends a child as if by itself. */
  end(pid: number, exit?: Pick<ProcessExit, 'code' | 'signal'>): void;
  /** Behaviour of what is spawned from now on. */
  script(behaviour: (request: SpawnRequest) => FakeProgram): void;
  /** Answer of short commands; it refuses those that it was not told of. */
  answer(behaviour: (request: CommandRequest) => Partial<CommandResult> | undefined): void;
  /** The holder of all locks is dead: they are free. */
  dropLocks(): void;
}

interface Child extends FakeChild {
  alive: boolean;
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
  let lastPid = 1000;

  const find = (identity: ProcessIdentity) => children.find(({ process }) => isSame(process.identity, identity));
  const end = (child: Child, exit: Pick<ProcessExit, 'code' | 'signal'>) => {
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
    dropLocks: () => locks.clear(),
    end(pid, exit = { code: 1 }) {
      const child = children.find(({ process }) => process.identity.pid === pid);
      if (child !== undefined) end(child, exit);
    },
    async spawn(request) {
      const program = behave(request);
      if (program.refuses !== undefined) throw program.refuses;
      const child = makeChild(request, program, (lastPid += 2), bootId, clock.now());
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

function makeChild(request: SpawnRequest, program: FakeProgram, pid: number, bootId: string, startedAt: number): Child {
  const identity = { pid, startTicks: startedAt, bootId };
  const process = { identity, group: { ...identity, pid: pid - 1 }, mark: `mark-${pid}` };
  return { request, process, program, startedAt, alive: true, left: 0, exit: undefined, signals: [], onEnd: new Set() };
}

function isSame(left: ProcessIdentity, right: ProcessIdentity): boolean {
  return left.pid === right.pid && left.startTicks === right.startTicks && left.bootId === right.bootId;
}
