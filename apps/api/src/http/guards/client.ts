import type { IncomingMessage } from 'node:http';
import { isLoopback } from './known-hosts.ts';

/** Who is at the other end, as far as the connection shows. */
export interface Client {
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
  const address = request.socket.remoteAddress ?? '';
  const passedOn = request.headers['x-forwarded-for'] ?? request.headers['forwarded'];
  const authorization = request.headers.authorization ?? '';
  return {
    address,
    local: isLoopback(address) && (passedOn === undefined || areLocal(String(passedOn))),
    agent: (request.headers['user-agent'] ?? '').slice(0, 300),
    bearer: /^bearer +/i.test(authorization) ? authorization.slice(7).trim() : undefined,
  };
}

function areLocal(passedOn: string): boolean {
  return passedOn.split(',').every((hop) => isLoopback(hop.trim()));
}
