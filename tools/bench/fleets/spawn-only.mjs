/*
 * The limit: spawns the units that its argument's file lists, spawns again what ends, and restarts what it is told to over
 * the channel to its parent. No state, no adoption, no policy: what remains is what any supervisor in Node pays.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

const { units } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const children = new Map();

function start(unit) {
  const log = openSync(unit.log, 'a');
  const [program, ...args] = unit.argv;
  const child = spawn(program, args, { stdio: ['ignore', log, log], detached: true, env: process.env });
  closeSync(log);
  children.set(unit.name, child);
  child.once('exit', () => start(unit));
}

process.on('message', ({ restart, status }) => {
  if (restart !== undefined) children.get(restart).kill('SIGTERM');
  if (status) process.send({ units: [...children].map(([name, { pid, exitCode }]) => ({ name, pid, exitCode })) });
});
process.on('disconnect', () => process.exit(0));

for (const unit of units) start(unit);
process.send({ ready: true });
