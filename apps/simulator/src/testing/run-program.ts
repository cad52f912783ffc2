import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { standInSource } from '../places.ts';

export interface RunningProgram extends AsyncDisposable {
  readonly pid: number;
  output(): string;
  /** Resolves when the output has that text; rejects with the output when the program ends before. */
  whenSaid(text: string): Promise<void>;
  whenEnded(): Promise<number | null>;
}

interface Options {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
}

/** Starts a real program; disposing ends it by its pid and waits for it. */
export function runProgram(argv: readonly [string, ...string[]], options: Options = {}): RunningProgram {
  const [program, ...args] = argv;
  const child: ChildProcess = spawn(program, args, {
    cwd: options.cwd,
    env: { PATH: process.env['PATH'] ?? '', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.gid }),
  });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number | null); // What `close` hands over.
  return {
    pid: child.pid ?? 0,
    output: () => output,
    whenEnded: () => ended,
    whenSaid: async (text) => {
      const said = new Promise<true>((resolve) => {
        const check = (): void => {
          if (output.includes(text)) resolve(true);
        };
        listeners.add(check);
        check();
      });
      const first = await Promise.race([said, ended]);
      if (first !== true && !output.includes(text)) throw new Error(`It ended with ${String(first)}:\n${output}`);
    },
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Starts a stand-in from its source. */
export function runStandIn(
  serviceKey: string,
  options: Options & { readonly args?: readonly string[] } = {},
): RunningProgram {
  return runProgram(
    [process.execPath, '--conditions=source', standInSource(serviceKey), ...(options.args ?? [])],
    options,
  );
}
