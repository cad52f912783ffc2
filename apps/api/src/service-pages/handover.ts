import type { Clock, Ids } from '@showrunner/platform';
import type { Principal } from '../http/guards/principal.ts';

export const handoverMs = 30_000;

/** What a ticket is good for: one page, for one person, once. */
export interface Handover {
  readonly principal: Principal;
  readonly page: string;
}

/** Tickets with which the dashboard hands a signed-in person over to a page. */
export interface Handovers {
  issue(handover: Handover): string;
  /** Who comes with it; it is used up by this, also when it was meant for another page. */
  redeem(ticket: string, page: string): Principal | undefined;
}

export function createHandovers(clock: Pick<Clock, 'now'>, ids: Ids): Handovers {
  const open = new Map<string, Handover & { until: number }>();
  return {
    issue(handover) {
      for (const [ticket, { until }] of open) if (until < clock.now()) open.delete(ticket);
      const ticket = ids.secret(24);
      open.set(ticket, { ...handover, until: clock.now() + handoverMs });
      return ticket;
    },
    redeem(ticket, page) {
      const entry = open.get(ticket);
      open.delete(ticket);
      return entry !== undefined && entry.page === page && entry.until >= clock.now() ? entry.principal : undefined;
    },
  };
}
