import type { Severity } from '@showrunner/contracts';
import { type Address, refuseAddress, secretsIn } from '../address.ts';
import { cut, type HttpTarget, postJson } from '../target.ts';

const colours: Readonly<Record<Severity, number>> = {
  info: 0x3b82f6,
  success: 0x22c55e,
  warning: 0xf59e0b,
  critical: 0xef4444,
};

/**
 * A webhook of a Discord channel: `discord://id/token`, or its address as Discord shows it.
 * Limits: title 256, description 4096 (Discord API, embeds). Nobody is mentioned by what a log happens to say.
 */
export function toDiscord(address: Address): HttpTarget {
  const isNative = address.scheme === 'https';
  const [id, token] = isNative ? address.segments.slice(2) : [address.authority, address.segments[0]];
  if (id === undefined || !/^\d{5,25}$/.test(id) || token === undefined || !/^[\w-]+$/.test(token)) {
    throw refuseAddress('A Discord address has the id and the token of a webhook, as in discord://id/token.');
  }
  const { user } = address;
  return {
    via: 'http',
    kind: 'discord',
    place: 'discord.com',
    secrets: [id, ...secretsIn(address)],
    requests: ({ title, body, severity, at }) => [
      postJson(`https://discord.com/api/webhooks/${id}/${token}`, {
        ...(user === undefined ? {} : { username: cut(user, 80) }),
        embeds: [
          {
            title: cut(title, 256),
            description: cut(body, 4096),
            color: colours[severity],
            timestamp: new Date(at).toISOString(),
          },
        ],
        allowed_mentions: { parse: [] },
      }),
    ],
  };
}
