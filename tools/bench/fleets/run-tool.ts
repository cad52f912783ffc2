import { spawn } from 'node:child_process';

/** Runs a command-line tool to its end. Answers what it printed, whatever its code: some tools count with it. */
export function runTool(argv: readonly [string, ...string[]], env: Readonly<Record<string, string>>): Promise<string> {
  const [program, ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.once('error', reject);
    child.once('close', () => resolve(text));
  });
}
