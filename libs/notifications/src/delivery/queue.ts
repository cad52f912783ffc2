import type { Clock, Ids, Logger } from '@showrunner/platform';
import { cooldownKey, routeNotice, type Routing } from '../route/route-notice.ts';
import type { Notice } from '../notice.ts';
import type { Destination, NotificationSettings } from '../settings/destination.ts';
import { cut } from '../targets/target.ts';
import type { Delivery, DeliveryTable } from './delivery.table.ts';
import type { ToldTable } from './told.table.ts';

export interface QueueParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly table: DeliveryTable;
  readonly told: ToldTable;
  settings(): NotificationSettings;
  redact(line: string): string;
}

/** Puts a notice into the queue of everybody who wants it. Answers the deliveries that wait to be sent. */
export type Enqueue = (notice: Notice, routing?: Routing) => readonly Delivery[];

/** More than these wait only when something is wrong for hours; then the oldest are of the least use. */
const mostPending = 1000;
/**
 * An unexpected stop waits for a moment: when many services fall together, the one notice that names the cause takes the
 * place of all of theirs.
 */
const gatherMs = 2000;
const gathered = 'service.stopped.unexpectedly';

export function createQueue(parts: QueueParts): Enqueue {
  const { clock, ids, table, told, logger } = parts;

  const toDelivery = (notice: Notice, destination: Destination, eventId: string, routing: Routing): Delivery => {
    const now = clock.now();
    const key = cooldownKey(destination.id, notice);
    const reason = routing.forced === true ? undefined : whyNot(notice, destination, key, now);
    return {
      id: ids.next('delivery'),
      eventId,
      destinationId: destination.id,
      destinationName: destination.name,
      eventType: notice.eventType,
      severity: notice.severity,
      title: cut(redactLines(notice.title), 300),
      body: cut(redactLines(notice.body), 10_000),
      serviceName: notice.serviceName,
      cooldownKey: key,
      status: reason === undefined ? 'queued' : 'suppressed',
      attempts: 0,
      bypassEnabled: routing.forced === true,
      bypassDestinationEnabled: routing.toDisabled === true,
      nextAttemptAt: firstAttemptAt(notice, destination, now),
      error: reason ?? null,
      createdAt: now,
      updatedAt: now,
      sentAt: null,
      metadata: { ...notice.metadata },
    };
  };
  const redactLines = (text: string) =>
    text
      .split('\n')
      .map((line) => parts.redact(line))
      .join('\n');

  const whyNot = (notice: Notice, { id, cooldownSec }: Destination, key: string, now: number): string | undefined => {
    const sentAt = told.lastSentAt(key);
    if (sentAt !== undefined && now >= sentAt && now - sentAt < cooldownSec * 1000) {
      return `The same was told less than ${cooldownSec} s ago.`;
    }
    if (cooldownSec > 0 && table.pendingUntil([key]) !== undefined) return 'The same waits to be sent.';
    const isKnown = recoveredKeys(notice, id).some((one) => told.isActive(one));
    return notice.recovers.length > 0 && !isKnown ? 'This destination was not told of what is over.' : undefined;
  };

  /** The end of something is not told before its beginning; one that is being tried again for hours is not waited for. */
  const firstAttemptAt = (notice: Notice, { id }: Destination, now: number): number => {
    if (notice.eventType === gathered) return now + gatherMs;
    const beginningAt = table.pendingUntil(recoveredKeys(notice, id)) ?? now;
    return Math.min(Math.max(beginningAt, now), now + gatherMs);
  };

  /** Who was told of a fault is told of its end, once. */
  const noteActive = (notice: Notice, delivery: Delivery, { id }: Destination) => {
    if (delivery.status !== 'queued') return;
    const now = clock.now();
    for (const key of recoveredKeys(notice, id)) told.setActive(key, false, now);
    if (notice.recovers.length === 0) told.setActive(delivery.cooldownKey, true, now);
  };

  return (notice, routing = {}) => {
    const { enabled, destinations } = parts.settings();
    if (!enabled && routing.forced !== true) return [];
    const wanted = routeNotice(notice, destinations, routing);
    if (wanted.length === 0) return [];
    const eventId = ids.next('notice');
    const deliveries = wanted.map((destination) => toDelivery(notice, destination, eventId, routing));
    const surplus = table.pending() + deliveries.length - mostPending;
    if (surplus > 0) {
      table.failOldest(
        surplus,
        `More than ${mostPending} notices wait to be sent; this one was given up.`,
        clock.now(),
      );
      logger.warn('notification.queue-full', { given: surplus });
    }
    if (notice.eventType === 'stack.braked') {
      const { failed, cause } = notice.metadata;
      const names = [cause, failed].flat().filter((name): name is string => typeof name === 'string');
      const now = clock.now();
      // The one notice stands for all of them: when they are back, its end is told, and not theirs.
      const keys = table.suppress(gathered, names, `Told as one: ${notice.title}`, now);
      for (const key of keys) told.setActive(key, false, now);
    }
    table.add(deliveries);
    deliveries.forEach((delivery, index) => {
      const destination = wanted[index];
      if (destination !== undefined && routing.forced !== true) noteActive(notice, delivery, destination);
    });
    return deliveries.filter(({ status }) => status === 'queued');
  };
}

/** Keys of what a notice is the end of. */
function recoveredKeys(notice: Notice, destinationId: string): readonly string[] {
  return notice.recovers.map((eventType) => cooldownKey(destinationId, { ...notice, eventType }));
}
