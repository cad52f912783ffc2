import type { PageAnswer, ServiceView } from '@showrunner/contracts';
import { post } from './client.ts';

/** Where a service shows its page itself, as seen from this browser; null where it has none. */
export function directAddressOf(service: Pick<ServiceView, 'uiPort' | 'uiPath'>): string | null {
  if (service.uiPort === null) return null;
  return `http://${window.location.hostname}:${service.uiPort}${service.uiPath}`;
}

/** Asks for an address that lets this browser in to the page of a service, once. @throws ApiError */
export function askForPage(processName: string): Promise<PageAnswer> {
  return post<PageAnswer>(`/api/native/services/${encodeURIComponent(processName)}/page`);
}
