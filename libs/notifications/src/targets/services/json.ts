import type { Severity } from '@showrunner/contracts';
import { type Address, basicAuth, hostOf, originOf, secretsIn } from '../address.ts';
import { type HttpTarget, postJson } from '../target.ts';

const types: Readonly<Record<Severity, string>> = {
  info: 'info',
  success: 'success',
  warning: 'warning',
  critical: 'failure',
};

/** Any address that takes Apprise's JSON (its version 1.0): `json://host/path`, `jsons://` with TLS, `?+Name=value` for headers. */
export function toJson(address: Address): HttpTarget {
  const path = address.segments.map((segment) => `/${encodeURIComponent(segment)}`).join('');
  const url = `${originOf(address, address.scheme === 'jsons')}${path === '' ? '/' : path}`;
  const verify = address.query.get('verify') ?? '';
  return {
    via: 'http',
    kind: 'json',
    place: hostOf(address).host,
    secrets: secretsIn(address),
    requests: ({ title, body, severity }) => [
      {
        ...postJson(
          url,
          { version: '1.0', title, message: body, attachments: [], type: types[severity] },
          { ...basicAuth(address), ...address.headers },
        ),
        verifyTls: !/^(no|false|0)$/i.test(verify),
      },
    ],
  };
}
