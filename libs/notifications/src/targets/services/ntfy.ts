import type { Severity } from '@showrunner/contracts';
import { type Address, basicAuth, hostOf, originOf, refuseAddress, secretsIn } from '../address.ts';
import { cut, type HttpTarget, postJson } from '../target.ts';

const priorities: Readonly<Record<Severity, number>> = { info: 2, success: 3, warning: 4, critical: 5 };
const tags: Readonly<Record<Severity, string>> = {
  info: 'information_source',
  success: 'white_check_mark',
  warning: 'warning',
  critical: 'rotating_light',
};

/**
 * Topics of an ntfy server: `ntfy://topic` at ntfy.sh, `ntfy://host/topic`, `ntfys://` with TLS, with a name and a
 * password or an access token before the host. Limit: 4096 bytes; a longer message would come as an attachment.
 */
export function toNtfy(address: Address): HttpTarget {
  const isCloud = address.segments.length === 0;
  const topics = isCloud ? [address.authority] : address.segments;
  if (topics.some((topic) => !/^[\w-]{1,64}$/.test(topic))) {
    throw refuseAddress(
      'An ntfy address ends with a topic, as in ntfys://ntfy.sh/topic; it has letters, digits, - and _.',
    );
  }
  const url = isCloud ? 'https://ntfy.sh' : originOf(address, address.scheme === 'ntfys');
  return {
    via: 'http',
    kind: 'ntfy',
    place: isCloud ? 'ntfy.sh' : hostOf(address).host,
    secrets: [...topics, ...secretsIn(address)],
    requests: ({ title, body, severity }) =>
      topics.map((topic) =>
        postJson(
          url,
          {
            topic,
            title: cut(title, 250),
            message: cut(body, 1300),
            priority: priorities[severity],
            tags: [tags[severity]],
          },
          authOf(address),
        ),
      ),
  };
}

function authOf(address: Address): Readonly<Record<string, string>> {
  const { user, password, query } = address;
  const token = password ?? user;
  const isToken = query.get('auth') === 'token' || (token ?? '').startsWith('tk_');
  if (token !== undefined && isToken) return { authorization: `Bearer ${token}` };
  return basicAuth(address);
}
