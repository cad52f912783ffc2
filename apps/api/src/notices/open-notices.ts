import { getIn } from '@showrunner/config';
import { type Sample, type Sampler, toFileSystem } from '@showrunner/metrics';
import {
  aNotice,
  createEventWatch,
  type MachineReadings,
  type Notifications,
  openNotifications,
  readSettings,
} from '@showrunner/notifications';
import type { Mailer } from '@showrunner/platform';
import type { ServedPlatform, ServedStack } from '../served.ts';
import { createUnavailable } from './unavailable.ts';

/** Where the settings of notifications are in the stack document. */
export const settingsPath = ['dumb', 'notifications'] as const;

/** Notifications of this stack. */
export interface Notices extends Notifications {
  /** The first bring-up is over, however. */
  noteStarted(): void;
}

/** Readings older than this are taken anew. */
const freshMs = 5_000;

/**
 * Opens the queue in a directory of its own and follows the events of the stack. Where the queue cannot be opened, the
 * stack goes on without, and whoever asks for notifications is told so. The caller closes it.
 */
export async function openNotices(options: {
  stack: ServedStack;
  platform: ServedPlatform;
  mailer: Mailer;
  sampler: Sampler;
  directory: string;
}): Promise<Notices> {
  const { stack, platform, directory } = options;
  try {
    await platform.files.makeDirectory(directory, { mode: 0o700 });
    return follow(options, platform.openDatabase(`${directory}/notifications.sqlite`));
  } catch (error) {
    const message = `${directory}/notifications.sqlite cannot be opened: ${String(error)}`;
    platform.logger.error('notification.no-storage', { message: stack.redact(message) });
    return createUnavailable(`${directory}/notifications.sqlite`);
  }
}

function follow(
  { stack, platform, mailer, sampler }: Parameters<typeof openNotices>[0],
  database: ReturnType<ServedPlatform['openDatabase']>,
): Notices {
  const isStarting = () => !['ready', 'degraded'].includes(stack.startup().phase);
  // Nothing waits between the snapshot and the first event, so none is missed.
  const late: { follow?: Notifications['follow'] } = {};
  const { snapshot, unsubscribe } = stack.subscribe((event) => late.follow?.(event));
  const start = { ...snapshot, updates: stack.updates.list(), brake: snapshot.brake };
  const notifications = openNotifications({
    ...platform,
    mailer,
    database,
    settings: () => readSettings(getIn(stack.document().effective, settingsPath)),
    redact: stack.redact,
    watch: createEventWatch(start, isStarting),
    measure: async () => toReadings((await sampler.sample(freshMs)).system),
  });
  late.follow = notifications.follow;
  return {
    ...notifications,
    noteStarted: () => notifications.tell(startNotice(stack)),
    async close() {
      unsubscribe();
      await notifications.close();
      database.close();
    },
  };
}

function toReadings({ cpuPct, memory, fileSystems }: Sample['system']): MachineReadings {
  return {
    cpuPct,
    memoryPct: memory.total > 0 ? (memory.used / memory.total) * 100 : null,
    disks: fileSystems.map(toFileSystem).map(({ path, percent, inode }) => ({
      path,
      usedPct: percent,
      inodesPct: inode.percent,
    })),
  };
}

function startNotice(stack: ServedStack) {
  const { phase, expected, failures } = stack.startup();
  const failed = Object.entries(failures);
  if (phase !== 'degraded') {
    return aNotice({
      eventType: 'dumb.startup.ready',
      severity: 'success',
      title: 'Showrunner is ready',
      body: `${expected.length} services are up.`,
    });
  }
  return aNotice({
    eventType: 'dumb.startup.degraded',
    severity: 'critical',
    title: 'Showrunner has started, but not everything is up',
    body: failed.map(([name, message]) => `${name}: ${message}`).join('\n'),
    metadata: { failed: failed.map(([name]) => name) },
  });
}
