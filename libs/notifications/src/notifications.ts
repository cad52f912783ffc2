import { type DeliveryRow, Problem, type Severity, severities, toProblem } from '@showrunner/contracts';
import type { Database, Ids } from '@showrunner/platform';
import { openDeliveryTable } from './delivery/delivery.table.ts';
import { createQueue } from './delivery/queue.ts';
import { openToldTable } from './delivery/told.table.ts';
import { createWorker, type WorkerParts } from './delivery/worker.ts';
import { startMonitor } from './monitor.ts';
import { aNotice, type Notice } from './notice.ts';
import { presentDelivery } from './present-delivery.ts';
import { type EventWatch } from './select/watch-events.ts';
import type { MachineReadings } from './select/judge-conditions.ts';

/** Tells people what happens, by the destinations that the settings name. */
export interface Notifications {
  /** Reads an event of the stack. Never throws. */
  follow(event: Parameters<EventWatch['next']>[0]): void;
  /** Tells something that is no event of the stack. Never throws. */
  tell(notice: Notice): void;
  /**
   * Sends a test to a destination, switched on or not, and waits a while for the outcome.
   * @throws Problem `request.invalid` where there is no such destination or it has no address
   */
  test(destinationId: string, words: { readonly title?: string; readonly body?: string }): Promise<DeliveryRow>;
  /**
   * Queues a message of a person. Answers the ids of its deliveries.
   * @throws Problem `request.invalid` for an unknown severity, or where nobody would get it
   */
  send(message: ManualMessage): readonly string[];
  /** Newest first. */
  history(filter: { limit: number; status?: string; eventType?: string }): readonly DeliveryRow[];
  /** Forgets what does not wait to be sent. Answers how many. */
  clear(): number;
  /** What waits stays, for the next control plane. */
  close(): Promise<void>;
}

export interface ManualMessage {
  readonly title: string;
  readonly body: string;
  readonly severity?: string;
  readonly destinationIds?: readonly string[];
}

export interface NotificationParts extends Omit<WorkerParts, 'table' | 'told'> {
  readonly ids: Ids;
  readonly database: Database;
  readonly watch: EventWatch;
  measure(): Promise<MachineReadings>;
}

const testWaitMs = 15_000;
const keptRows = 10_000;
const pruneEveryMs = 3_600_000;
const dayMs = 86_400_000;

/** Opens the queue and goes on with what waits in it. The caller closes it, and the database after it. */
export function openNotifications(parts: NotificationParts): Notifications {
  const { clock, logger, database, settings } = parts;
  const table = openDeliveryTable(database);
  const told = openToldTable(database);
  const worker = createWorker({ ...parts, table, told });
  const enqueue = createQueue({ ...parts, table, told });
  let cancelPrune: () => void = () => undefined;

  const tell = (notice: Notice): void => {
    try {
      if (enqueue(notice).length > 0) worker.wake();
    } catch (error) {
      logger.error('notification.not-queued', { eventType: notice.eventType, message: toProblem(error).message });
    }
  };
  const prune = () => {
    try {
      const before = clock.now() - settings().historyRetentionDays * dayMs;
      table.prune(before, keptRows);
      told.prune(before);
    } catch (error) {
      logger.error('notification.not-pruned', { message: toProblem(error).message });
    }
    cancelPrune = clock.after(pruneEveryMs, prune);
  };
  const stopMonitor = startMonitor({ ...parts, told, tell });
  prune();
  worker.wake();

  return {
    follow(event) {
      try {
        parts.watch.next(event).forEach(tell);
      } catch (error) {
        logger.error('notification.not-read', { event: event.type, message: toProblem(error).message });
      }
    },
    tell,
    async test(destinationId, { title = 'Test of Showrunner', body = 'This destination works.' }) {
      const destination = settings().destinations.find(({ id }) => id === destinationId);
      if (destination === undefined) throw refuse(`There is no destination with the id ${destinationId}.`);
      if (destination.url === '') throw refuse(`${destination.name} has no address yet; set one first.`);
      const notice = aNotice({ eventType: 'manual', severity: 'info', title, body, metadata: { test: true } });
      const [delivery] = enqueue(notice, { destinationIds: [destinationId], forced: true, toDisabled: true });
      if (delivery === undefined) throw refuse(`${destination.name} could not be reached by a test.`);
      await whenTried(delivery.id);
      return presentDelivery(table.get(delivery.id) ?? delivery);
    },
    send({ title, body, severity = 'info', destinationIds }) {
      if (!isSeverity(severity)) {
        throw refuse(`There is no severity ${severity}; there are ${severities.join(', ')}.`);
      }
      const notice = aNotice({ eventType: 'manual', severity, title, body });
      const routing = { forced: true, ...(destinationIds === undefined ? {} : { destinationIds }) };
      const deliveries = enqueue(notice, routing);
      if (deliveries.length === 0) {
        throw refuse('None of the destinations is switched on and has an address, so nobody would get it.');
      }
      worker.wake();
      return deliveries.map(({ id }) => id);
    },
    history: (filter) => table.history(filter).map(presentDelivery),
    clear: () => table.clear(),
    async close() {
      stopMonitor();
      cancelPrune();
      await worker.close();
    },
  };

  /** Resolves when it was tried, at the latest after a while. */
  async function whenTried(id: string): Promise<void> {
    let cancel: () => void = () => undefined;
    const tooLong = new Promise<void>((resolve) => {
      cancel = clock.after(testWaitMs, resolve);
    });
    const tried = worker.whenTried(id);
    worker.wake();
    await Promise.race([tried, tooLong]);
    cancel();
  }
}

function refuse(message: string): Problem {
  return new Problem('request.invalid', message, { details: { status: 400 } });
}

function isSeverity(text: string): text is Severity {
  return (severities as readonly string[]).includes(text);
}
