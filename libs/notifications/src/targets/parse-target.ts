import type { Destination } from '../settings/destination.ts';
import { type Address, parseAddress, refuseAddress } from './address.ts';
import { toDiscord } from './services/discord.ts';
import { toGotify } from './services/gotify.ts';
import { toJson } from './services/json.ts';
import { toMail } from './services/mail.ts';
import { toNtfy } from './services/ntfy.ts';
import { toPushover } from './services/pushover.ts';
import { toSlack } from './services/slack.ts';
import { toTelegram } from './services/telegram.ts';
import { toWebhook } from './services/webhook.ts';
import type { Target } from './target.ts';

const schemes: Readonly<Record<string, (address: Address) => Target>> = {
  discord: toDiscord,
  gotify: toGotify,
  gotifys: toGotify,
  json: toJson,
  jsons: toJson,
  mailto: toMail,
  mailtos: toMail,
  ntfy: toNtfy,
  ntfys: toNtfy,
  pover: toPushover,
  slack: toSlack,
  tgram: toTelegram,
};

/**
 * What the address of a destination means.
 * @throws Problem `request.invalid` that says what is supported, or what the address lacks; it never repeats the address
 */
export function parseTarget({
  provider,
  url,
  headers,
  verifyTls,
}: Pick<Destination, 'provider' | 'url' | 'headers' | 'verifyTls'>): Target {
  const address = parseAddress(url);
  if (provider === 'webhook') return toWebhook(url, address, { headers, verifyTls });
  const native = toNative(address);
  if (native !== undefined) return native;
  // An own property only: `constructor://` is nothing that we know.
  const parse = Object.hasOwn(schemes, address.scheme) ? schemes[address.scheme] : undefined;
  if (parse !== undefined) return parse(address);
  const known = Object.keys(schemes).map((scheme) => `${scheme}://`);
  throw refuseAddress(
    `Addresses that begin with ${address.scheme}:// are not supported. Supported are ${known.join(', ')}, webhooks of ` +
      'Discord and Slack as they are shown there, and any http(s) address as a plain webhook.',
  );
}

/** Addresses that people copy from the vendor's page. */
function toNative(address: Address): Target | undefined {
  if (address.scheme !== 'https') return undefined;
  const [first, second] = address.segments;
  const isDiscord = /^((ptb|canary)\.)?discord(app)?\.com$/i.test(address.authority);
  if (isDiscord && first === 'api' && second === 'webhooks') return toDiscord(address);
  if (/^hooks\.slack\.com$/i.test(address.authority) && first === 'services') return toSlack(address);
  return undefined;
}
