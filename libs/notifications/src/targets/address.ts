import { Problem } from '@showrunner/contracts';

/** An address in the form `scheme://user:password@host:port/a/b?key=value`, each part decoded. */
export interface Address {
  readonly scheme: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** What stands between user and path, undivided: `123456:ABC` is the token of a bot, not a host and a port. */
  readonly authority: string;
  readonly segments: readonly string[];
  /** Keys in lower case, save those of headers. */
  readonly query: ReadonlyMap<string, string>;
  /** From keys that begin with `+`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Refuses an address: a sentence that says what is missing and how it looks when it is right. */
export function refuseAddress(message: string): Problem {
  return new Problem('request.invalid', message, {
    details: { status: 400 },
    issues: [{ path: ['url'], message }],
  });
}

/** @throws Problem `request.invalid` where it is no address */
export function parseAddress(text: string): Address {
  const match = /^([a-z][a-z0-9+.-]{0,30}):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(text.trim());
  if (match === null) throw refuseAddress('This is not an address: it has to look like scheme://…');
  const [, scheme = '', authority = '', path = '', query = ''] = match;
  const at = authority.lastIndexOf('@');
  const login = at < 0 ? undefined : authority.slice(0, at);
  const colon = login?.indexOf(':') ?? -1;
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    });
  const isHeader = ([key]: [string, string]) => key.startsWith('+') || key.startsWith('%2B');
  const toHeader = ([key, value]: [string, string]) => [decode(key.replace(/^(\+|%2B)/, '')), decode(value)] as const;
  const toParameter = ([key, value]: [string, string]) => [decode(key).toLowerCase(), decode(value)] as const;
  return {
    scheme: scheme.toLowerCase(),
    user: login === undefined || login === '' ? undefined : decode(colon < 0 ? login : login.slice(0, colon)),
    password: login === undefined || colon < 0 ? undefined : decode(login.slice(colon + 1)),
    authority: decode(authority.slice(at + 1)),
    segments: path
      .split('/')
      .filter((part) => part !== '')
      .map(decode),
    query: new Map(pairs.filter((pair) => !isHeader(pair)).map(toParameter)),
    headers: Object.fromEntries(pairs.filter(isHeader).map(toHeader)),
  };
}

/** The authority as a host and perhaps a port. @throws Problem `request.invalid` */
export function hostOf({ authority, scheme }: Address): { host: string; port: number | undefined } {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9._-]{0,252}))(?::(\d{1,5}))?$/i.exec(authority);
  const port = match?.[2] === undefined ? undefined : Number(match[2]);
  if (match?.[1] === undefined || port === 0 || (port ?? 1) > 65_535) {
    throw refuseAddress(`The ${scheme} address names no host, as in ${scheme}://host/…`);
  }
  return { host: match[1], port };
}

/** `http://host:port` or with https, from an address of any scheme. */
export function originOf(address: Address, secure: boolean): string {
  const { host, port } = hostOf(address);
  return `${secure ? 'https' : 'http'}://${host}${port === undefined ? '' : `:${port}`}`;
}

/** The header for a name and a password, where the address has them. */
export function basicAuth({ user, password }: Pick<Address, 'user' | 'password'>): Readonly<Record<string, string>> {
  return user === undefined ? {} : { authorization: `Basic ${toBase64(`${user}:${password ?? ''}`)}` };
}

/** Everything in an address that may be a secret; a host alone is none. */
export function secretsIn({ user, password, segments, query, headers }: Address): readonly string[] {
  return [user, password, ...segments, ...query.values(), ...Object.values(headers)].filter(
    (text): text is string => text !== undefined && text !== '',
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign stands for itself.
    return text;
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base 64 of the UTF-8 bytes; portable rooms have neither `btoa` nor `Buffer`. */
function toBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let result = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [a = 0, b, c] = bytes.slice(index, index + 3);
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    const sign = (shift: number) => alphabet[(bits >> shift) & 63] ?? '';
    result += sign(18) + sign(12) + (b === undefined ? '=' : sign(6)) + (c === undefined ? '=' : sign(0));
  }
  return result;
}
