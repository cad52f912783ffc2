import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { isLoopback } from './known-hosts.ts';

/** Who is at the other end, as far as the connection shows. */
export interface Client {
  /** Where it is: the other end of the connection, or what a proxy on this machine says of its own. */
  readonly address: string;
  /** On this machine, and not merely passed on by a proxy that is. */
  readonly local: boolean;
  /** The `User-Agent` header, at most 300 characters. */
  readonly agent: string;
  /** What follows `Bearer`, where it was sent. */
  readonly bearer: string | undefined;
}

/** Reads what is known of a caller. */
export function readClient(request: IncomingMessage): Client {
  const peer = request.socket.remoteAddress ?? '';
  const passedOn = request.headers['x-forwarded-for'] ?? request.headers['forwarded'];
  const authorization = request.headers.authorization ?? '';
  return {
    address: isLoopback(peer) ? (lastHop(request.headers['x-forwarded-for']) ?? peer) : peer,
    local: isLoopback(peer) && (passedOn === undefined || areLocal(String(passedOn))),
    agent: (request.headers['user-agent'] ?? '').slice(0, 300),
    bearer: /^bearer +/i.test(authorization) ? authorization.slice(7).trim() : undefined,
  };
}

/** Only the last one was added by the proxy itself; those before are what its caller says. */
function lastHop(passedOn: string | string[] | undefined): string | undefined {
  const hop = String(passedOn ?? '')
    .split(',')
    .at(-1)
    ?.trim();
  return hop !== undefined && isIP(hop) !== 0 ? hop : undefined;
}

function areLocal(passedOn: string): boolean {
  return passedOn.split(',').every((hop) => isLoopback(hop.trim()));
}
