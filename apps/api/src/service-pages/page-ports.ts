import type { ServiceView } from '@showrunner/contracts';
import { lowestFree, type PortBook } from './port-book.ts';
import type { PageSettings } from './settings.ts';

export const doorName = 'door';

/** Ports of everything that is switched on or still runs. They come first: pages go where nobody else is. */
export function claimedPorts(services: readonly ServiceView[], ours: readonly number[]): ReadonlySet<number> {
  const live = services.filter(({ enabled, status }) => enabled || status.pid !== undefined);
  return new Set([...ours, ...live.flatMap(({ ports }) => ports.map(({ port }) => port))]);
}

/** Where to listen: the door, and each page unless pages have names of their own at the door. */
export function planPorts(
  settings: PageSettings,
  pages: readonly string[],
  taken: ReadonlySet<number>,
  book: Pick<PortBook, 'assign'>,
): ReadonlyMap<string, number> {
  const plan = new Map<string, number>();
  if (!settings.enabled) return plan;
  const door = lowestFree(settings.port, (port) => taken.has(port));
  if (door === undefined) return plan;
  plan.set(doorName, door);
  if (settings.domain !== '') return plan;
  for (const [page, port] of book.assign(pages, settings.pagePorts, new Set([...taken, door]))) plan.set(page, port);
  return plan;
}
