import { type DeliveryRow, type DeliveryStatus, deliveryStatuses, severities } from '@showrunner/contracts';
import type { Database, SqlRow, SqlValue } from '@showrunner/platform';

/** A notice for one destination. Times are epoch milliseconds. */
export interface Delivery {
  readonly id: string;
  readonly eventId: string;
  readonly destinationId: string;
  readonly destinationName: string;
  readonly eventType: string;
  readonly severity: DeliveryRow['severity'];
  readonly title: string;
  readonly body: string;
  readonly serviceName: string | null;
  /** What its cooldown is counted for. */
  readonly cooldownKey: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly bypassEnabled: boolean;
  readonly bypassDestinationEnabled: boolean;
  readonly nextAttemptAt: number;
  readonly error: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly sentAt: number | null;
  readonly metadata: DeliveryRow['metadata'];
}

type Change = Partial<Pick<Delivery, 'status' | 'attempts' | 'nextAttemptAt' | 'error' | 'sentAt'>>;

/** What was told, and what waits to be. It outlives the process that wrote it. */
export interface DeliveryTable {
  /** All or none. */
  add(deliveries: readonly Delivery[]): void;
  get(id: string): Delivery | undefined;
  change(id: string, change: Change, now: number): void;
  /** Destinations for which something is pending and due. */
  dueDestinations(now: number): readonly string[];
  /** The oldest that is pending and due. */
  nextDue(destinationId: string, now: number): Delivery | undefined;
  /** When the next one will be that is not due yet. */
  nextDueAt(now: number): number | undefined;
  pending(): number;
  /** When what waits with one of these keys is tried next, the last of them; `undefined` where none waits. */
  pendingUntil(cooldownKeys: readonly string[]): number | undefined;
  /** Gives up the oldest pending ones. */
  failOldest(count: number, error: string, now: number): void;
  /** Holds back untried ones of a type that concern one of the services. Answers their keys. */
  suppress(eventType: string, serviceNames: readonly string[], error: string, now: number): readonly string[];
  /** Newest first. */
  history(filter: { limit: number; status?: string; eventType?: string }): readonly Delivery[];
  /** Deletes what does not wait to be sent. Answers how many. */
  clear(): number;
  /** Deletes what has ended before a moment, and the oldest beyond a number. */
  prune(before: number, keep: number): void;
}

const columns = [
  'id',
  'event_id',
  'destination_id',
  'destination_name',
  'event_type',
  'severity',
  'title',
  'body',
  'service_name',
  'cooldown_key',
  'status',
  'attempts',
  'bypass_enabled',
  'bypass_destination_enabled',
  'next_attempt_at',
  'error',
  'created_at',
  'updated_at',
  'sent_at',
  'metadata',
] as const;
const isPendingSql = `status IN ('queued', 'retrying')`;

/** Opens the table, creating it where it is missing. */
export function openDeliveryTable(database: Database): DeliveryTable {
  database.run(
    `CREATE TABLE IF NOT EXISTS deliveries (
      id TEXT PRIMARY KEY, event_id TEXT NOT NULL, destination_id TEXT NOT NULL, destination_name TEXT NOT NULL,
      event_type TEXT NOT NULL, severity TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, service_name TEXT,
      cooldown_key TEXT NOT NULL, status TEXT NOT NULL, attempts INTEGER NOT NULL, bypass_enabled INTEGER NOT NULL,
      bypass_destination_enabled INTEGER NOT NULL, next_attempt_at INTEGER NOT NULL, error TEXT,
      created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, sent_at INTEGER, metadata TEXT NOT NULL) STRICT`,
  );
  database.run(`CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (next_attempt_at) WHERE ${isPendingSql}`);
  database.run('CREATE INDEX IF NOT EXISTS deliveries_created_at ON deliveries (created_at)');
  const insert = `INSERT INTO deliveries (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
  const count = (sql: string, ...values: SqlValue[]) => Number(database.get(sql, ...values)?.['count'] ?? 0);

  return {
    add: (deliveries) =>
      database.transaction(() => {
        for (const delivery of deliveries) database.run(insert, ...toValues(delivery));
      }),
    get: (id) => toDeliveries(database.all('SELECT * FROM deliveries WHERE id = ?', id))[0],
    change(id, change, now) {
      const [before] = toDeliveries(database.all('SELECT * FROM deliveries WHERE id = ?', id));
      if (before === undefined) return;
      const after = { ...before, ...change };
      database.run(
        `UPDATE deliveries SET status = ?, attempts = ?, next_attempt_at = ?, error = ?, sent_at = ?, updated_at = ?
         WHERE id = ?`,
        ...[after.status, after.attempts, after.nextAttemptAt, after.error, after.sentAt, now, id],
      );
    },
    dueDestinations: (now) =>
      database
        .all(`SELECT DISTINCT destination_id FROM deliveries WHERE ${isPendingSql} AND next_attempt_at <= ?`, now)
        .map((row) => String(row['destination_id'])),
    nextDue: (destinationId, now) =>
      toDeliveries(
        database.all(
          `SELECT * FROM deliveries WHERE ${isPendingSql} AND destination_id = ? AND next_attempt_at <= ?
           ORDER BY created_at, id LIMIT 1`,
          destinationId,
          now,
        ),
      )[0],
    nextDueAt: (now) =>
      toMoment(
        database.get(
          `SELECT min(next_attempt_at) AS at FROM deliveries WHERE ${isPendingSql} AND next_attempt_at > ?`,
          now,
        ),
      ),
    pending: () => count(`SELECT count(*) AS count FROM deliveries WHERE ${isPendingSql}`),
    pendingUntil: (keys) =>
      toMoment(
        database.get(
          `SELECT max(next_attempt_at) AS at FROM deliveries WHERE ${isPendingSql}
           AND cooldown_key IN (SELECT value FROM json_each(?))`,
          JSON.stringify(keys),
        ),
      ),
    failOldest: (many, error, now) =>
      database.run(
        `UPDATE deliveries SET status = 'failed', error = ?, updated_at = ? WHERE id IN
         (SELECT id FROM deliveries WHERE ${isPendingSql} ORDER BY created_at, id LIMIT ?)`,
        error,
        now,
        many,
      ),
    suppress(eventType, serviceNames, error, now) {
      const found = database.all(
        `SELECT id, cooldown_key FROM deliveries WHERE status = 'queued' AND attempts = 0 AND event_type = ?
         AND service_name IN (SELECT value FROM json_each(?))`,
        eventType,
        JSON.stringify(serviceNames),
      );
      database.run(
        `UPDATE deliveries SET status = 'suppressed', error = ?, updated_at = ?
         WHERE id IN (SELECT value FROM json_each(?))`,
        error,
        now,
        JSON.stringify(found.map((row) => row['id'])),
      );
      return found.map((row) => String(row['cooldown_key']));
    },
    history: ({ limit, status, eventType }) =>
      toDeliveries(
        database.all(
          `SELECT * FROM deliveries WHERE (? IS NULL OR status = ?) AND (? IS NULL OR event_type = ?)
           ORDER BY created_at DESC, id DESC LIMIT ?`,
          ...[status ?? null, status ?? null, eventType ?? null, eventType ?? null, limit],
        ),
      ),
    clear() {
      const many = count(`SELECT count(*) AS count FROM deliveries WHERE NOT ${isPendingSql}`);
      database.run(`DELETE FROM deliveries WHERE NOT ${isPendingSql}`);
      return many;
    },
    prune(before, keep) {
      database.run(`DELETE FROM deliveries WHERE NOT ${isPendingSql} AND updated_at < ?`, before);
      database.run(
        `DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries WHERE NOT ${isPendingSql}
         ORDER BY created_at DESC, id DESC LIMIT -1 OFFSET ?)`,
        keep,
      );
    },
  };
}

function toMoment(row: SqlRow | undefined): number | undefined {
  const at = row?.['at'];
  return typeof at === 'number' ? at : undefined;
}

function toValues(delivery: Delivery): SqlValue[] {
  return [
    delivery.id,
    delivery.eventId,
    delivery.destinationId,
    delivery.destinationName,
    delivery.eventType,
    delivery.severity,
    delivery.title,
    delivery.body,
    delivery.serviceName,
    delivery.cooldownKey,
    delivery.status,
    delivery.attempts,
    Number(delivery.bypassEnabled),
    Number(delivery.bypassDestinationEnabled),
    delivery.nextAttemptAt,
    delivery.error,
    delivery.createdAt,
    delivery.updatedAt,
    delivery.sentAt,
    JSON.stringify(delivery.metadata),
  ];
}

function toDeliveries(rows: readonly SqlRow[]): readonly Delivery[] {
  return rows.map((row) => {
    const text = (column: (typeof columns)[number]) => String(row[column]);
    const number = (column: (typeof columns)[number]) => Number(row[column]);
    const textOrNull = (column: (typeof columns)[number]) => (row[column] === null ? null : text(column));
    return {
      id: text('id'),
      eventId: text('event_id'),
      destinationId: text('destination_id'),
      destinationName: text('destination_name'),
      eventType: text('event_type'),
      severity: severities.find((one) => one === row['severity']) ?? 'info',
      title: text('title'),
      body: text('body'),
      serviceName: textOrNull('service_name'),
      cooldownKey: text('cooldown_key'),
      status: deliveryStatuses.find((one) => one === row['status']) ?? 'failed',
      attempts: number('attempts'),
      bypassEnabled: row['bypass_enabled'] === 1,
      bypassDestinationEnabled: row['bypass_destination_enabled'] === 1,
      nextAttemptAt: number('next_attempt_at'),
      error: textOrNull('error'),
      createdAt: number('created_at'),
      updatedAt: number('updated_at'),
      sentAt: row['sent_at'] === null ? null : number('sent_at'),
      metadata: JSON.parse(text('metadata')) as DeliveryRow['metadata'], // written by `add`
    };
  });
}
