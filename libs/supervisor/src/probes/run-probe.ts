import { toProblem } from '@showrunner/contracts';
import type { SpawnedProcess } from '@showrunner/platform';
import type { Probe, UnitSpec } from '@showrunner/planner';
import type { SupervisorParts } from '../parts.ts';
import { judgeResponse, type Verdict } from './http-verdict.ts';

/** How much of an answer is read. */
const bodyBytes = 64 * 1024;

export type ProbeParts = Pick<SupervisorParts, 'network' | 'machine' | 'processes'>;

/** The run that is asked about. */
export interface ProbedRun {
  readonly spec: UnitSpec;
  readonly process: SpawnedProcess;
}

/** Asks one question about a running unit. */
export async function runProbe(probe: Probe, run: ProbedRun, parts: ProbeParts, signal: AbortSignal): Promise<Verdict> {
  switch (probe.kind) {
    case 'tcp':
      return (await parts.network.canConnect('127.0.0.1', probe.port, probe.timeoutMs))
        ? { health: 'healthy', sentence: `Listens on port ${probe.port}.` }
        : { health: 'unhealthy', sentence: `Port ${probe.port} does not answer.` };
    case 'http':
      return probeAddress(probe, parts, signal);
    case 'command':
      return probeCommand(probe, run.spec, parts, signal);
    case 'mount': {
      const state = await parts.machine.mountState(probe.path, probe.timeoutMs);
      if (state === 'mounted') return { health: 'healthy', sentence: `${probe.path} is mounted.` };
      const sentence = state === 'none' ? `${probe.path} is not mounted.` : `The mount ${probe.path} does not answer.`;
      return { health: 'unhealthy', sentence };
    }
    case 'process':
      return probeProcess(probe, run, parts);
  }
}

/** A zombie does not live, and the keeper is no program. */
async function probeProcess(
  { name }: Extract<Probe, { kind: 'process' }>,
  { process, spec }: ProbedRun,
  { processes, machine }: ProbeParts,
): Promise<Verdict> {
  if (name === undefined) {
    return (await processes.isAlive(process.identity))
      ? { health: 'healthy', sentence: 'The program lives.' }
      : { health: 'unhealthy', sentence: 'The program does not live.' };
  }
  for (const pid of await processes.groupMembers(process)) {
    if (pid !== process.group.pid && (await machine.programOf(pid)) === name) {
      return { health: 'healthy', sentence: `${name} lives.` };
    }
  }
  return { health: 'unhealthy', sentence: `${spec.processName} has no living ${name}.` };
}

async function probeAddress(
  probe: Extract<Probe, { kind: 'http' }>,
  parts: ProbeParts,
  signal: AbortSignal,
): Promise<Verdict> {
  const { url, method } = probe;
  const headers = method === 'PROPFIND' ? { Depth: '0' } : {};
  try {
    const request = { url, method, headers, timeoutMs: probe.timeoutMs, limitBytes: bodyBytes };
    return judgeResponse(await parts.network.http(request, signal), probe.expect);
  } catch (error) {
    signal.throwIfAborted();
    if (toProblem(error).code !== 'source.unreachable') throw error;
    return { health: 'unhealthy', sentence: `${new URL(url).pathname} on port ${new URL(url).port} does not answer.` };
  }
}

async function probeCommand(
  probe: Extract<Probe, { kind: 'command' }>,
  spec: UnitSpec,
  parts: ProbeParts,
  signal: AbortSignal,
): Promise<Verdict> {
  const user = spec.user === undefined ? {} : { user: spec.user };
  const request = { argv: probe.argv, cwd: spec.cwd, env: spec.env, timeoutMs: probe.timeoutMs, ...user };
  const [program] = probe.argv;
  try {
    const { code } = await parts.processes.run(request, signal);
    if (code === null) return { health: 'unhealthy', sentence: `The check ${program} did not end in time.` };
    const health = probe.exitMap[String(code)] ?? 'degraded';
    return { health, sentence: `The check ${program} ended with ${code}.` };
  } catch (error) {
    signal.throwIfAborted();
    const problem = toProblem(error);
    if (!problem.code.startsWith('unit.')) throw error;
    return { health: 'degraded', sentence: `The check could not be run: ${problem.message}` };
  }
}
