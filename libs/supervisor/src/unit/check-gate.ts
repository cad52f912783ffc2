import { toProblem } from '@showrunner/contracts';
import type { Gate } from '@showrunner/planner';
import type { SupervisorParts } from '../parts.ts';

/** How long one look at a gate may take. */
const lookMs = 2_000;

/** Looks at a gate once. `undefined`: open. A sentence part: what is still missing. */
export async function checkGate(
  gate: Gate,
  parts: Pick<SupervisorParts, 'machine' | 'network'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  switch (gate.kind) {
    case 'directory': {
      const state = await parts.machine.directoryState(gate.path, lookMs);
      if (state === 'directory') return undefined;
      return `the directory ${gate.path}${state === 'silent' ? ', which does not answer' : ''}`;
    }
    case 'mount': {
      const state = await parts.machine.mountState(gate.path, lookMs);
      if (state === 'mounted') return undefined;
      return state === 'stale' ? `the mount ${gate.path}, which does not answer` : `the mount ${gate.path}`;
    }
    case 'tcp':
      return (await parts.network.canConnect(gate.host, gate.port, lookMs))
        ? undefined
        : `something to listen on ${gate.host}:${gate.port}`;
    case 'http':
      return checkAddress(gate, parts, signal);
  }
}

async function checkAddress(
  gate: Extract<Gate, { kind: 'http' }>,
  parts: Pick<SupervisorParts, 'network'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const headers = gate.method === 'PROPFIND' ? { Depth: '0' } : {};
  const shown = withoutCredentials(gate.url);
  try {
    const request = { url: gate.url, method: gate.method, headers, timeoutMs: lookMs, limitBytes: 64 * 1024 };
    const { status } = await parts.network.http(request, signal);
    return status >= 200 && status < 300 ? undefined : `${shown}, which answers ${status}`;
  } catch (error) {
    signal.throwIfAborted();
    if (toProblem(error).code === 'source.unreachable') return `${shown} to answer`;
    throw error;
  }
}

function withoutCredentials(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  url.search = '';
  return url.href;
}
