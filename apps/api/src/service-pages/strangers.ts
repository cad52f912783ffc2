import type { ServiceView } from '@showrunner/contracts';

/**
 * Whether an origin belongs to the page of a service, through us or directly. Cookies and names are shared by all ports of
 * a host, so that what such a page asks of us must never count as asked by the dashboard.
 */
export function isPageOrigin(
  origin: URL,
  known: { services: readonly ServiceView[]; held: ReadonlySet<number>; domain: string },
): boolean {
  const port = origin.port === '' ? (origin.protocol === 'https:' ? 443 : 80) : Number(origin.port);
  if (known.held.has(port)) return true;
  if (known.domain !== '' && origin.hostname.endsWith(`.${known.domain}`)) return true;
  return known.services.some(({ ports }) => ports.some((one) => one.port === port));
}
