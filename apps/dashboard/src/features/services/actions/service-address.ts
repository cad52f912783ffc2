import type { ServiceView } from '@showrunner/contracts';

/** Where the web page of a service can be opened from this browser; null where it has none. */
export function addressOf(service: Pick<ServiceView, 'uiPort' | 'uiPath'>): string | null {
  if (service.uiPort === null) return null;
  return `http://${window.location.hostname}:${service.uiPort}${service.uiPath}`;
}
