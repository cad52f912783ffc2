import { toProblem } from '@showrunner/contracts';
import type { Probe, UnitSpec } from '@showrunner/planner';
import type { SupervisorParts } from '../parts.ts';
import { judgeResponse, type Verdict } from './http-verdict.ts';

/** How long one probe may take, and how much of an answer is read. */
export const probeMs = 2_500;
const bodyBytes = 64 * 1024;

export type ProbeParts = Pick<SupervisorParts, 'network' | 'machine' | 'processes' | 'clock'>;

/** Asks one question about a running unit. */
export async function runProbe(probe: Probe, spec: UnitSpec, parts: ProbeParts, signal: AbortSignal): Promise<Verdict> {
  switch (probe.kind) {
    case 'tcp':
      return (await parts.network.canConnect('127.0.0.1', probe.port, probeMs))
        ? { health: 'healthy', sentence: `Listens on port ${probe.port}.` }
        : { health: 'unhealthy', sentence: `Port ${probe.port} does not answer.` };
    case 'http':
      return probeAddress(probe, parts, signal);
    case 'command':
      return probeCommand(probe, spec, parts, signal);
    case 'mount': {
      const state = await parts.machine.mountState(probe.path, probeMs);
      if (state === 'mounted') return { health: 'healthy', sentence: `${probe.path} is mounted.` };
      const sentence = state === 'none' ? `${probe.path} is not mounted.` : `The mount ${probe.path} does not answer.`;
      return { health: 'unhealthy', sentence };
    }
  }
}

async function probeAddress(
  probe: Extract<Probe, { kind: 'http' }>,
  parts: ProbeParts,
  signal: AbortSignal,
): Promise<Verdict> {
  const { url, method } = probe;
  const headers = method === 'PROPFIND' ? { Depth: '0' } : {};
  try {
    const request = { url, method, headers, timeoutMs: probeMs, limitBytes: bodyBytes };
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
  const request = { argv: probe.argv, cwd: spec.cwd, env: spec.env, timeoutMs: probeMs, ...user };
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
