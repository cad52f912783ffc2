import { toProblem } from '@showrunner/contracts';
import type { NotificationSettings } from '../settings/destination.ts';
import type { Delivery, DeliveryTable } from './delivery.table.ts';
import { type SenderParts, type SendOutcome, sendMessage } from './send.ts';
import type { ToldTable } from './told.table.ts';
import type { Logger } from '@showrunner/platform';

/** Sends what is due, several at a time, and sleeps until the next one is. */
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

const atOnce = 4;
const batch = 20;
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
  let running: Promise<void> | undefined;
  let again = false;
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

  const drain = async (): Promise<void> => {
    for (let due = table.due(clock.now(), batch); due.length > 0; due = table.due(clock.now(), batch)) {
      const left = [...due];
      const lane = async (): Promise<void> => {
        for (let delivery = left.shift(); delivery !== undefined; delivery = left.shift()) {
          if (closing.signal.aborted) return;
          await deliver(delivery);
          tried(delivery.id);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, lane));
      if (closing.signal.aborted) return;
    }
  };

  const sleep = () => {
    const dueAt = closing.signal.aborted ? undefined : table.nextDueAt();
    if (dueAt === undefined) return;
    cancelTimer = clock.after(Math.min(Math.max(dueAt - clock.now(), 0), longestSleepMs), wake);
  };

  const run = async (): Promise<void> => {
    do {
      again = false;
      await drain();
    } while (again && !closing.signal.aborted);
  };

  function wake(): void {
    cancelTimer();
    again = true;
    if (running !== undefined || closing.signal.aborted) return;
    running = run()
      .then(sleep)
      .catch((error: unknown) => {
        if (closing.signal.aborted) return;
        logger.error('notification.worker-failed', { message: toProblem(error).message });
        cancelTimer = clock.after(longestSleepMs, wake);
      })
      .finally(() => {
        running = undefined;
        if (again) wake();
      });
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
      await running;
      for (const id of [...waiting.keys()]) tried(id);
    },
  };
}
