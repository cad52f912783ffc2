import { type Address, basicAuth, hostOf, refuseAddress, secretsIn } from '../address.ts';
import { type HttpTarget, postJson } from '../target.ts';

const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
/** What says how a request is cut into pieces belongs to whoever sends it. */
const ours = /^(host|content-length|content-type|transfer-encoding|connection|upgrade|expect|te|trailer)$/i;

/** The plain webhook: JSON in the original's form to an http(s) address, with headers of one's own. */
export function toWebhook(
  url: string,
  address: Address,
  options: { readonly headers: Readonly<Record<string, string>>; readonly verifyTls: boolean },
): HttpTarget {
  if (!URL.canParse(url.trim()) || (address.scheme !== 'http' && address.scheme !== 'https')) {
    throw refuseAddress('A webhook is an address that begins with http:// or https://.');
  }
  for (const [name, value] of Object.entries(options.headers)) {
    // Bytes that a header cannot carry would end the request, or begin another one.
    if (!headerName.test(name) || ours.test(name) || /[^\t\x20-\x7e\x80-\xff]/.test(value)) {
      throw refuseAddress(`The header ${JSON.stringify(name.slice(0, 40))} cannot be sent; use another name or value.`);
    }
  }
  const bare = new URL(url.trim());
  bare.username = '';
  bare.password = '';
  return {
    via: 'http',
    kind: 'webhook',
    place: hostOf(address).host,
    secrets: [...secretsIn(address), ...Object.values(options.headers)],
    requests: ({ eventId, eventType, severity, title, body, serviceName, at }) => [
      {
        ...postJson(
          bare.href,
          {
            source: 'DUMB',
            event_id: eventId,
            event_type: eventType,
            severity,
            title,
            body,
            service_name: serviceName,
            timestamp: at / 1000,
          },
          { ...basicAuth(address), ...options.headers },
        ),
        verifyTls: options.verifyTls,
      },
    ],
  };
}
