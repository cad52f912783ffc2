import { toProblem } from '@showrunner/contracts';
import type { NotificationSettings } from '../settings/destination.ts';
import type { Delivery, DeliveryTable } from './delivery.table.ts';
import { type SenderParts, type SendOutcome, sendMessage } from './send.ts';
import type { ToldTable } from './told.table.ts';
import type { Logger } from '@showrunner/platform';

/** Sends what is due, a destination's notices in their order, and sleeps until the next one is. */
export interface DeliveryWorker {
  /** Something may be due. */
  wake(): void;
  /** Resolves when the delivery has been tried once, or was put off. */
  whenTried(id: string): Promise<void>;
  /** Breaks off what is on its way; it stays pending. */
  close(): Promise<void>;
}

export interface WorkerParts extends SenderParts {
  readonly logger: Logger;
  readonly table: DeliveryTable;
  readonly told: ToldTable;
  settings(): NotificationSettings;
}

/** What cannot go out because it is switched off is looked at again. */
const postponeMs = 30_000;
const longestWaitMs = 86_400_000;
/** Timers of a day do not survive a machine that sleeps; looking again costs one statement. */
const longestSleepMs = 60_000;

/** How long to wait after so many attempts. @param attempts at least 1 */
export function backOffMs(attempts: number, baseSec: number): number {
  return Math.min(baseSec * 1000 * 2 ** (attempts - 1), longestWaitMs);
}

export function createWorker(parts: WorkerParts): DeliveryWorker {
  const { clock, table, told, logger } = parts;
  const closing = new AbortController();
  const waiting = new Map<string, (() => void)[]>();
  const lanes = new Map<string, Promise<void>>();
  let cancelTimer: () => void = () => undefined;

  const tried = (id: string) => {
    waiting.get(id)?.forEach((resolve) => resolve());
    waiting.delete(id);
  };
  const postpone = (delivery: Delivery) =>
    table.change(delivery.id, { nextAttemptAt: clock.now() + postponeMs }, clock.now());
  const fail = (delivery: Delivery, error: string, attempts = delivery.attempts) =>
    table.change(delivery.id, { status: 'failed', error, attempts }, clock.now());

  const settle = (delivery: Delivery, outcome: SendOutcome, { maxAttempts, retryBaseSec }: NotificationSettings) => {
    const attempts = delivery.attempts + 1;
    const now = clock.now();
    if (outcome.kind === 'sent') {
      table.change(delivery.id, { status: 'sent', attempts, error: null, sentAt: now }, now);
      told.noteSent(delivery.cooldownKey, now);
    } else if (table.get(delivery.id)?.status === 'failed') {
      return; // It was given up while it was on its way, to make room.
    } else if (!outcome.retry || attempts >= maxAttempts) {
      fail(delivery, outcome.error, attempts);
      logger.warn('notification.failed', { destination: delivery.destinationName, error: outcome.error });
    } else {
      const waitMs = Math.min(Math.max(backOffMs(attempts, retryBaseSec), outcome.waitMs), longestWaitMs);
      table.change(
        delivery.id,
        { status: 'retrying', attempts, error: outcome.error, nextAttemptAt: now + waitMs },
        now,
      );
    }
  };

  const deliver = async (delivery: Delivery): Promise<void> => {
    const settings = parts.settings();
    const destination = settings.destinations.find(({ id }) => id === delivery.destinationId);
    if (destination === undefined) return fail(delivery, 'The destination was removed.');
    if (destination.url === '') return fail(delivery, 'The destination has no address.');
    if (!settings.enabled && !delivery.bypassEnabled) return postpone(delivery);
    if (!destination.enabled && !delivery.bypassDestinationEnabled) return postpone(delivery);
    const { eventId, eventType, severity, title, body, serviceName, createdAt } = delivery;
    const message = { eventId, eventType, severity, title, body, serviceName, at: createdAt };
    settle(delivery, await sendMessage(destination, message, parts, closing.signal), settings);
  };

  /** One after the other, so that nobody reads of the end of something before its beginning. */
  const lane = async (destinationId: string): Promise<void> => {
    for (;;) {
      const delivery = table.nextDue(destinationId, clock.now());
      if (delivery === undefined || closing.signal.aborted) return;
      await deliver(delivery);
      tried(delivery.id);
    }
  };

  /** The queue cannot be used: looking again at once would only fail again. */
  const rest = (error: unknown): void => {
    if (closing.signal.aborted) return;
    logger.error('notification.worker-failed', { message: toProblem(error).message });
    cancelTimer();
    cancelTimer = clock.after(longestSleepMs, wake);
  };

  /** A destination that is slow keeps no other one waiting. */
  const open = (destinationId: string): void => {
    const work = lane(destinationId)
      .finally(() => lanes.delete(destinationId))
      .then(wake, rest);
    lanes.set(destinationId, work);
  };

  function wake(): void {
    cancelTimer();
    if (closing.signal.aborted) return;
    try {
      const now = clock.now();
      for (const id of table.dueDestinations(now)) if (!lanes.has(id)) open(id);
      const nextAt = table.nextDueAt(now);
      if (nextAt !== undefined) cancelTimer = clock.after(Math.min(nextAt - now, longestSleepMs), wake);
    } catch (error) {
      rest(error);
    }
  }

  return {
    wake,
    whenTried: (id) =>
      new Promise((resolve) => {
        waiting.set(id, [...(waiting.get(id) ?? []), resolve]);
      }),
    async close() {
      closing.abort(new Error('Notifications are being closed'));
      cancelTimer();
      await Promise.all(lanes.values());
      for (const id of [...waiting.keys()]) tried(id);
    },
  };
}
