import { createHmac, timingSafeEqual } from 'node:crypto';

const ours = 'showrunner-page-';
const sealed = 'sr~';
/** Attributes that a service may choose; `Domain` and `Partitioned` would reach beyond its page. */
const kept = new Set(['path', 'expires', 'max-age', 'secure']);

/** Name of the cookie that holds the session of a page. */
export const sessionCookie = (page: string): string => `${ours}${page}`;

/**
 * Cookies of services on a host that they share, since browsers do not part cookies by port. Each is kept under a name
 * with the page in it and a seal over page, name and value: neither the server nor a script of one page can make a
 * cookie that another page's service gets, and no script reads any.
 */
export interface CookieSealer {
  /** A `Set-Cookie` of the service as the browser gets it; `undefined` for what is no cookie. */
  seal(page: string, setCookie: string, secure: boolean): string | undefined;
  /** The `Cookie` header for the service: its own cookies, under the names that it gave them; `undefined` for none. */
  open(page: string, cookie: string | undefined): string | undefined;
}

export function createCookieSealer(key: string): CookieSealer {
  const sign = (page: string, name: string, value: string) =>
    createHmac('sha256', key).update([page, name, value].join('\0')).digest('base64url').slice(0, 22);

  return {
    seal(page, setCookie, secure) {
      const [pair = '', ...attributes] = setCookie.split(';');
      const at = pair.indexOf('=');
      const name = pair.slice(0, at).trim();
      const value = pair.slice(at + 1).trim();
      if (at < 1 || name === '') return undefined;
      const chosen = attributes.map((attribute) => attribute.trim()).filter((text) => kept.has(attributeName(text)));
      const sameSite = attributes.some((text) => /^\s*samesite\s*=\s*strict/i.test(text)) ? 'Strict' : 'Lax';
      return [
        `${sealed}${page}~${name}=${sign(page, name, value)}.${value}`,
        ...(chosen.some((text) => attributeName(text) === 'path') ? [] : ['Path=/']),
        // A cookie for https only would be lost on plain http, as it would be on the service's own port.
        ...chosen.filter((text) => secure || attributeName(text) !== 'secure'),
        'HttpOnly',
        `SameSite=${sameSite}`,
      ].join('; ');
    },
    open(page, cookie) {
      const prefix = `${sealed}${page}~`;
      const pairs = readCookies(cookie).flatMap(([name, text]) => {
        if (!name.startsWith(prefix)) return [];
        const own = name.slice(prefix.length);
        const dot = text.indexOf('.');
        const value = text.slice(dot + 1);
        return isSame(text.slice(0, dot), sign(page, own, value)) ? [`${own}=${value}`] : [];
      });
      return pairs.length === 0 ? undefined : pairs.join('; ');
    },
  };
}

/** Names and values of a `Cookie` header, in its order. */
export function readCookies(cookie: string | undefined): readonly (readonly [string, string])[] {
  return (cookie ?? '').split(';').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at < 1 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const];
  });
}

function attributeName(attribute: string): string {
  return (attribute.split('=')[0] ?? '').trim().toLowerCase();
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
