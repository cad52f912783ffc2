import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../http/guards/known-hosts.ts';
import type { CookieSealer } from './cookies.ts';
import type { ServicePage } from './page.ts';

/** How a request came to us. */
export interface Passage {
  readonly page: ServicePage;
  /** The `Host` that the browser spoke to. */
  readonly host: string;
  readonly secure: boolean;
  readonly address: string;
  /** Origins that may show the page in a frame. */
  readonly ancestors: readonly string[];
}

/** What would reach beyond the page: the whole host, its other ports, or who may read and frame it. */
const dropped = [
  'x-frame-options',
  'strict-transport-security',
  'public-key-pins',
  'clear-site-data',
  'alt-svc',
  'report-to',
  'nel',
  'service-worker-allowed',
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-expose-headers',
  'access-control-allow-private-network',
  'access-control-max-age',
  'connection',
  'keep-alive',
];

/** The headers with which the service gets a request: no cookie but its own, and from where it came. */
export function toServiceHeaders(
  headers: IncomingHttpHeaders,
  { page, host, secure, address }: Passage,
  cookies: CookieSealer,
): IncomingHttpHeaders {
  const { cookie: shown, forwarded: _, ...rest } = headers;
  const cookie = cookies.open(page.id, shown);
  const before = headers['x-forwarded-for'];
  return {
    ...rest,
    ...(cookie === undefined ? {} : { cookie }),
    'x-forwarded-for': before === undefined ? address : `${String(before)}, ${address}`,
    'x-forwarded-host': headers['x-forwarded-host'] ?? host,
    'x-forwarded-proto': secure ? 'https' : 'http',
    'x-forwarded-port': headers['x-forwarded-port'] ?? portOf(host, secure),
    ...(secure ? { 'x-forwarded-ssl': 'on' } : {}),
  };
}

/** Rewrites the headers of an answer in place, as the proxy passes on what it finds there. */
export function toBrowserHeaders(headers: IncomingHttpHeaders, passage: Passage, cookies: CookieSealer): void {
  for (const name of dropped) delete headers[name];
  const setCookies = (headers['set-cookie'] ?? []).flatMap(
    (text) => cookies.seal(passage.page.id, text, passage.secure) ?? [],
  );
  if (setCookies.length > 0) headers['set-cookie'] = setCookies;
  else delete headers['set-cookie'];
  if (headers.location !== undefined) headers.location = toOwnLocation(headers.location, passage);
  headers['content-security-policy'] = frameableBy(
    [headers['content-security-policy'] ?? []].flat().join(','),
    passage.ancestors,
  );
  // Other origins neither include, nor open and hold, nor learn the address of a page.
  headers['cross-origin-resource-policy'] = 'same-origin';
  headers['cross-origin-opener-policy'] = 'same-origin-allow-popups';
  headers['referrer-policy'] = 'same-origin';
}

/** The service's policy with its `frame-ancestors` replaced. Several policies are separated by commas. */
export function frameableBy(policy: string, ancestors: readonly string[]): string {
  const own = `frame-ancestors ${ancestors.length === 0 ? "'none'" : ancestors.join(' ')}`;
  const others = policy
    .split(',')
    .map((one) =>
      one
        .split(';')
        .map((directive) => directive.trim())
        .filter((directive) => directive !== '' && !/^frame-ancestors(\s|$)/i.test(directive))
        .join('; '),
    )
    .filter((one) => one !== '');
  return [...others, own].join(', ');
}

/** A redirect that names the service by its own port leads past us: it is made one within the page. */
export function toOwnLocation(location: string, { page, host }: Passage): string {
  const absolute = location.startsWith('//') ? `http:${location}` : location;
  if (!/^https?:\/\//i.test(absolute) || !URL.canParse(absolute)) return location;
  const url = new URL(absolute);
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const names = [new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, ''), 'localhost', '0.0.0.0'];
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  if (port !== page.port || !(names.includes(name) || isLoopback(name))) return location;
  return `${url.pathname}${url.search}${url.hash}`;
}

function portOf(host: string, secure: boolean): string {
  return /:(\d+)$/.exec(host)?.[1] ?? (secure ? '443' : '80');
}
