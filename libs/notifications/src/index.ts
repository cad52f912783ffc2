/**
 * From the event stream to people: which events are worth a notice, who wants it, and its delivery, kept until it has
 * arrived. Must never know what a service is, or where the settings are kept.
 */
export { aNotice, type Notice } from './notice.ts';
export { type Notifications, openNotifications } from './notifications.ts';
export type { MachineReadings } from './select/judge-conditions.ts';
export { createEventWatch } from './select/watch-events.ts';
export type { NotificationSettings } from './settings/destination.ts';
export { editSettings } from './settings/edit-settings.ts';
export { readSettings } from './settings/read-settings.ts';
export { showSettings } from './settings/show-settings.ts';
