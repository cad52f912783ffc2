import type { IncomingMessage } from 'node:http';

/** Where the dashboard can be, so that it and nobody else may frame a page. */
export interface DashboardPlaces {
  /** Ports that we serve the dashboard on. */
  readonly ports: readonly number[];
  /** Origins that the document allows. */
  readonly origins: readonly string[];
}

/** Origins of the dashboard, for a page that was reached under this host. */
export function ancestorsOf(host: string, secure: boolean, { ports, origins }: DashboardPlaces): readonly string[] {
  const name = hostName(host);
  const here = ports.map((port) => `http://${name}:${port}`);
  const named = origins.filter((origin) => /^https?:\/\/[^\s;,'"]+$/.test(origin) && !origin.includes('//0.0.0.0'));
  return [...new Set([...here, ...(secure ? [`https://${name}`, `https://${name}:*`] : []), ...named])];
}

/** Whether a request was made by the page itself, or by a person who goes there; not by a page of another origin. */
export function isOwnRequest({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  if (origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host)) return false;
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return true;
  return headers['sec-fetch-mode'] === 'navigate';
}

/** A host without its port. */
export function hostName(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}

/** Whether the browser spoke https, to us or to the proxy in front of us. */
export function isSecure({ headers }: IncomingMessage): boolean {
  return (
    String(headers['x-forwarded-proto'] ?? '')
      .split(',')[0]
      ?.trim() === 'https'
  );
}
