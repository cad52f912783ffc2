import type { Clock, Ids } from '@showrunner/platform';
import type { Principal } from '../../http/guards/principal.ts';

export const ticketMs = 30_000;

/** Tickets that let one socket in, once, so that no token is part of an address. */
export interface Tickets {
  issue(principal: Principal): string;
  /** Whose ticket it is; it is used up by this. */
  redeem(ticket: string): Principal | undefined;
}

export function createTickets(clock: Clock, ids: Ids): Tickets {
  const open = new Map<string, { principal: Principal; until: number }>();
  return {
    issue(principal) {
      for (const [ticket, { until }] of open) if (until < clock.now()) open.delete(ticket);
      const ticket = ids.secret(24);
      open.set(ticket, { principal, until: clock.now() + ticketMs });
      return ticket;
    },
    redeem(ticket) {
      const entry = open.get(ticket);
      open.delete(ticket);
      return entry !== undefined && entry.until >= clock.now() ? entry.principal : undefined;
    },
  };
}
