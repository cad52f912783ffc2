import { type Static, Type, Words } from '../../schema.ts';
import { Nullable, OpenObject } from './common.ts';

/** How grave a notice is, from the least on. */
export const severities = ['info', 'success', 'warning', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** What this version tells of. */
export const noticeTypes = [
  'manual',
  'dumb.startup.ready',
  'dumb.startup.degraded',
  'service.start.failed',
  'service.unhealthy',
  'service.stopped.unexpectedly',
  'service.auto_restart.attempt',
  'service.auto_restart.succeeded',
  'service.auto_restart.failed',
  'update.available',
  'update.succeeded',
  'update.failed',
  'operation.failed',
  'stack.braked',
  'auth.login.failures',
  'media.protection.activated',
  'resource.cpu.high',
  'resource.memory.high',
  'resource.disk.high',
  'resource.inode.high',
  'recovery',
] as const;
export type NoticeType = (typeof noticeTypes)[number];

/** Further words that filters of the original's clients may hold; nothing here tells of them. */
export const foreignNoticeTypes = [
  'service.preinstall.failed',
  'service.auto_restart.suppressed',
  'symlink.job.succeeded',
  'symlink.job.failed',
  'rclone.optimizer.completed',
  'rclone.optimizer.failed',
  'media.protection.outage',
  'media.protection.recovered',
  'media.protection.recovery_failed',
  'database.pressure',
  'database.collection.failed',
] as const;

/** Kinds of destinations to which notices are really delivered. */
export const targetKinds = [
  'webhook',
  'json',
  'mail',
  'ntfy',
  'discord',
  'telegram',
  'gotify',
  'slack',
  'pushover',
] as const;
export type TargetKind = (typeof targetKinds)[number];

export const deliveryStatuses = ['queued', 'retrying', 'sent', 'failed', 'suppressed'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** One notice for one destination. Times are epoch seconds. */
export const DeliveryRow = Type.Object({
  id: Type.String(),
  event_id: Type.String(),
  destination_id: Type.String(),
  destination_name: Type.String(),
  event_type: Type.String(),
  severity: Words(severities),
  title: Type.String(),
  body: Type.String(),
  service_name: Nullable(Type.String()),
  status: Words(deliveryStatuses),
  attempts: Type.Integer(),
  /** Goes out while notifications are switched off; goes to a destination that is. */
  bypass_enabled: Type.Boolean(),
  bypass_destination_enabled: Type.Boolean(),
  next_attempt_at: Type.Number(),
  /** Why the last attempt did not succeed, or why it is held back; without secrets, at most 1000 characters. */
  error: Nullable(Type.String()),
  created_at: Type.Number(),
  updated_at: Type.Number(),
  sent_at: Nullable(Type.Number()),
  metadata: OpenObject,
});
export type DeliveryRow = Static<typeof DeliveryRow>;

/** A destination as it is shown: its address and headers are write-only. */
export const ShownDestination = Type.Object({
  id: Type.String(),
  name: Type.String(),
  enabled: Type.Boolean(),
  provider: Words(['apprise', 'webhook']),
  url: Type.Literal(''),
  url_configured: Type.Boolean(),
  verify_tls: Type.Boolean(),
  headers: Type.Object({}),
  headers_configured: Type.Boolean(),
  minimum_severity: Words(severities),
  event_types: Type.Array(Type.String()),
  service_names: Type.Array(Type.String()),
  cooldown_sec: Type.Number(),
  send_recovery: Type.Boolean(),
  /** What its address means, and where that is; null where it means nothing to us. */
  kind: Nullable(Words(targetKinds)),
  place: Nullable(Type.String()),
});
export type ShownDestination = Static<typeof ShownDestination>;

const Thresholds = Type.Object({
  cpu_percent: Type.Number(),
  memory_percent: Type.Number(),
  disk_percent: Type.Number(),
  inode_percent: Type.Number(),
  database_pressure: Words(['moderate', 'high', 'critical']),
  duration_sec: Type.Number(),
});

/** `GET /notifications/config` */
export const NotificationsConfig = Type.Object({
  enabled: Type.Boolean(),
  monitor_interval_sec: Type.Number(),
  history_retention_days: Type.Number(),
  max_attempts: Type.Number(),
  retry_base_sec: Type.Number(),
  destinations: Type.Array(ShownDestination),
  thresholds: Thresholds,
});
export type NotificationsConfig = Static<typeof NotificationsConfig>;

/** `POST /notifications/config`; what is left out stays. */
export const NotificationsConfigBody = Type.Object({ config: OpenObject });
export type NotificationsConfigBody = Static<typeof NotificationsConfigBody>;

/** `GET /notifications/events` */
export const NotificationEventsAnswer = Type.Object({
  event_types: Type.Array(Type.String()),
  severities: Type.Array(Words(severities)),
});

/** `POST /notifications/test` */
export const NotificationTestBody = Type.Object({
  destination_id: Type.String(),
  title: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
  body: Type.Optional(Type.String({ minLength: 1, maxLength: 10_000 })),
});
export type NotificationTestBody = Static<typeof NotificationTestBody>;

/** `POST /notifications/send` */
export const NotificationSendBody = Type.Object({
  title: Type.String({ minLength: 1, maxLength: 300 }),
  body: Type.String({ minLength: 1, maxLength: 10_000 }),
  severity: Type.Optional(Type.String()),
  destination_ids: Type.Optional(Nullable(Type.Array(Type.String(), { maxItems: 100 }))),
});
export type NotificationSendBody = Static<typeof NotificationSendBody>;
export const NotificationSendAnswer = Type.Object({
  status: Type.Literal('queued'),
  delivery_ids: Type.Array(Type.String()),
});

/** `GET /notifications/history` */
export const NotificationHistoryQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  status: Type.Optional(Type.String()),
  event_type: Type.Optional(Type.String()),
});
export type NotificationHistoryQuery = Static<typeof NotificationHistoryQuery>;
export const NotificationHistoryAnswer = Type.Object({ items: Type.Array(DeliveryRow) });
export type NotificationHistoryAnswer = Static<typeof NotificationHistoryAnswer>;
export const NotificationHistoryCleared = Type.Object({ deleted: Type.Integer() });
