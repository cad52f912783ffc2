import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';

/** The machine of a run, in a line for each thing that matters to its numbers. */
export function describeMachine(): readonly string[] {
  const [cpu] = cpus();
  const system = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'Linux';
  return [
    `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `${system}, Linux ${release()}`,
    `Node ${process.versions.node}`,
  ];
}
