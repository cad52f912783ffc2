import { Problem } from '@showrunner/contracts';
import type { Network } from '@showrunner/platform';

/** A refusal to listen as a problem that says who holds the port; any other error as it is. */
export async function toRefusedPort(error: unknown, network: Pick<Network, 'listeners'>): Promise<unknown> {
  if (!isRefusal(error)) return error;
  return new Problem('control-plane.port', await sayWhy(error, network), { cause: error });
}

interface Refusal extends Error {
  readonly code: string;
  readonly port: number;
  readonly address: string;
}

function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && 'code' in error && 'syscall' in error && error.syscall === 'listen';
}

async function sayWhy({ code, port, address, message }: Refusal, network: Pick<Network, 'listeners'>): Promise<string> {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is held by ${await nameHolder(port, network)}.`;
    case 'EACCES':
      return `Port ${port} may be used by root only.`;
    case 'EADDRNOTAVAIL':
      return `This machine does not have the address ${address}; SHOWRUNNER_HOST or the document names it.`;
    default:
      return message;
  }
}

async function nameHolder(port: number, network: Pick<Network, 'listeners'>): Promise<string> {
  const holder = (await network.listeners()).find((one) => one.port === port);
  // The kernel shows programs of other users to root only.
  const program = holder?.program ?? 'another program';
  return holder?.pid === undefined ? program : `${program} (pid ${holder.pid})`;
}
