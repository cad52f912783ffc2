import type { Severity } from '@showrunner/contracts';
import { type Address, hostOf, originOf, refuseAddress, secretsIn } from '../address.ts';
import { type HttpTarget, postJson } from '../target.ts';

const priorities: Readonly<Record<Severity, number>> = { info: 2, success: 3, warning: 6, critical: 9 };

/** An application of a Gotify server: `gotify://host/token`, `gotifys://` with TLS; the server may be below a path. */
export function toGotify(address: Address): HttpTarget {
  const token = address.segments.at(-1);
  if (token === undefined || !/^[\w.-]{5,}$/.test(token)) {
    throw refuseAddress('A Gotify address ends with the token of an application, as in gotifys://host/token.');
  }
  const base = [originOf(address, address.scheme === 'gotifys'), ...address.segments.slice(0, -1)].join('/');
  return {
    via: 'http',
    kind: 'gotify',
    place: hostOf(address).host,
    secrets: secretsIn(address),
    requests: ({ title, body, severity }) => [
      postJson(`${base}/message`, { title, message: body, priority: priorities[severity] }, { 'x-gotify-key': token }),
    ],
  };
}
