import type { BlockSpec } from '../shape/shape.ts';
import { autoRestart, installCache, mediaProtection, startup } from './lifecycle.ts';
import { metrics } from './metrics.ts';
import { notifications } from './notifications.ts';
import { ai, ffprobeMonitor, management, oneshots, schedules, serviceUi, ui } from './tools.ts';

export { dumbScalars } from './general.ts';
export { configVersion, rootBlock } from './root.ts';

/** Settings of the control plane that belong to no service, in document order. */
export const dumbBlocks: Readonly<Record<string, BlockSpec>> = {
  startup,
  install_cache: installCache,
  media_protection: mediaProtection,
  auto_restart: autoRestart,
  ui,
  service_ui: serviceUi,
  ai,
  ffprobe_monitor: ffprobeMonitor,
  metrics,
  notifications,
  management,
  schedules,
  oneshots,
};
