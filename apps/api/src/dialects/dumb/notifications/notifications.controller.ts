import { Body, Controller, Inject, Query } from '@nestjs/common';
import { getIn } from '@showrunner/config';
import {
  DeliveryRow,
  foreignNoticeTypes,
  type JsonObject,
  NotificationEventsAnswer,
  NotificationHistoryAnswer,
  NotificationHistoryCleared,
  NotificationHistoryQuery,
  NotificationsConfig,
  NotificationsConfigBody,
  NotificationSendAnswer,
  NotificationSendBody,
  NotificationTestBody,
  noticeTypes,
  severities,
} from '@showrunner/contracts';
import { showSettings } from '@showrunner/notifications';
import { Route } from '../../../http/routes/endpoint.ts';
import { settingsPath } from '../../../notices/open-notices.ts';
import { type Parts, PARTS } from '../../../parts.ts';
import { editNotifications } from './edit-notifications.ts';

const tag = 'Notifications';
const noStorage = { 503: 'Notifications cannot be kept on this machine' };
const shownRows = 100;

/** Who is told what, and what was told. */
@Controller()
export class NotificationsController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    method: 'GET',
    path: '/notifications/config',
    role: 'viewer',
    tag,
    summary: 'Who is told what; addresses and headers are write-only',
    response: NotificationsConfig,
  })
  config(): NotificationsConfig {
    // A document always has the block; the schema says so.
    const block = (getIn(this.parts.stack.document().effective, settingsPath) ?? {}) as JsonObject;
    return showSettings(block, (name) => this.isService(name));
  }

  @Route({
    method: 'POST',
    path: '/notifications/config',
    role: 'admin',
    tag,
    summary: 'Change it; a blank address and empty headers keep what is stored',
    body: NotificationsConfigBody,
    response: NotificationsConfig,
    errors: { 400: 'A destination or value is not valid; nothing was changed' },
  })
  async change(@Body() { config }: NotificationsConfigBody): Promise<NotificationsConfig> {
    const { stack, platform } = this.parts;
    await stack.updateDocument((stored) =>
      editNotifications(stored, config as JsonObject, {
        catalog: stack.catalog,
        newId: () => platform.ids.secret(16),
        isService: (name) => this.isService(name),
      }),
    );
    return this.config();
  }

  @Route({
    method: 'GET',
    path: '/notifications/events',
    role: 'viewer',
    tag,
    summary: 'Words for filters',
    response: NotificationEventsAnswer,
  })
  events() {
    return { event_types: [...noticeTypes, ...foreignNoticeTypes], severities: [...severities] };
  }

  @Route({
    method: 'POST',
    path: '/notifications/test',
    role: 'operator',
    tag,
    summary: 'Send a test to one destination, and wait a while for the outcome',
    body: NotificationTestBody,
    response: DeliveryRow,
    errors: { ...noStorage, 400: 'There is no such destination, or it has no address' },
  })
  test(@Body() { destination_id: id, title, body }: NotificationTestBody): Promise<DeliveryRow> {
    return this.parts.notices.test(id, {
      ...(title === undefined ? {} : { title }),
      ...(body === undefined ? {} : { body }),
    });
  }

  @Route({
    method: 'POST',
    path: '/notifications/send',
    role: 'operator',
    tag,
    summary: 'Send a message to all destinations, or to some',
    body: NotificationSendBody,
    response: NotificationSendAnswer,
    errors: { ...noStorage, 400: 'Nobody would get it, or there is no such severity' },
  })
  send(@Body() { title, body, severity, destination_ids: ids }: NotificationSendBody) {
    const message = { title, body, ...(severity === undefined ? {} : { severity }) };
    const deliveries = this.parts.notices.send({ ...message, ...(ids ? { destinationIds: ids } : {}) });
    return { status: 'queued' as const, delivery_ids: [...deliveries] };
  }

  @Route({
    method: 'GET',
    path: '/notifications/history',
    role: 'viewer',
    tag,
    summary: 'What was told, the newest first',
    query: NotificationHistoryQuery,
    response: NotificationHistoryAnswer,
    errors: noStorage,
  })
  history(@Query() { limit = shownRows, status, event_type: eventType }: NotificationHistoryQuery) {
    const items = this.parts.notices.history({
      limit,
      // A form that filters by nothing sends nothing.
      ...(status ? { status } : {}),
      ...(eventType ? { eventType } : {}),
    });
    return { items: [...items] };
  }

  @Route({
    method: 'DELETE',
    path: '/notifications/history',
    role: 'operator',
    tag,
    summary: 'Forget what was told; what waits to be sent stays',
    response: NotificationHistoryCleared,
    errors: noStorage,
  })
  clear() {
    return { deleted: this.parts.notices.clear() };
  }

  private isService(name: string): boolean {
    return this.parts.reader.entries().some((entry) => entry.enabled && entry.processName === name);
  }
}
