import type { Severity } from '@showrunner/contracts';
import { type Address, refuseAddress, secretsIn } from '../address.ts';
import { cut, type HttpTarget, postJson } from '../target.ts';

/** An emergency (2) wants to be repeated until it is confirmed; that is for a person to ask for. */
const priorities: Readonly<Record<Severity, number>> = { info: -1, success: 0, warning: 0, critical: 1 };

/** A user of Pushover: `pover://user@token`, perhaps with devices. Limits: title 250, message 1024. */
export function toPushover(address: Address): HttpTarget {
  const { user, authority: token, segments: devices } = address;
  if (user === undefined || !/^\w{20,40}$/.test(user) || !/^\w{20,40}$/.test(token)) {
    throw refuseAddress(
      'A Pushover address has the key of a user and the token of an application: pover://user@token.',
    );
  }
  return {
    via: 'http',
    kind: 'pushover',
    place: 'api.pushover.net',
    secrets: [token, ...secretsIn(address)],
    requests: ({ title, body, severity }) => [
      postJson('https://api.pushover.net/1/messages.json', {
        token,
        user,
        title: cut(title, 250),
        message: cut(body, 1024),
        priority: priorities[severity],
        ...(devices.length === 0 ? {} : { device: devices.join(',') }),
      }),
    ],
    refusal: ({ body }) =>
      /"status"\s*:\s*1\b/.test(body) ? undefined : 'Pushover did not say that it took the message.',
  };
}
