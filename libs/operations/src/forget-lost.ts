import { toUnitId } from '@showrunner/contracts';
import type { Files, Logger } from '@showrunner/platform';
import type { AppliedTable } from './store/applied.table.ts';

/**
 * Forgets what is recorded as applied for programs whose files are gone, as in a container that was made anew on old
 * volumes: the next plan installs and writes them again.
 */
export async function forgetLost(applied: AppliedTable, files: Files, logger: Logger): Promise<void> {
  for (const { root, processName } of applied.artifacts()) {
    if ((await files.facts(root)) !== undefined) continue;
    logger.warn('artifact.lost', { root, processName });
    const unitId = toUnitId(processName);
    const connections = Object.entries(applied.connections.all())
      .filter(([, { self, peer }]) => self.processName === processName || peer.processName === processName)
      .map(([key]) => key);
    const lost = Object.keys(applied.all()).filter(
      (key) =>
        key === `install:${root}` ||
        key === `files:${unitId}` ||
        key === `database:${unitId}` ||
        key.startsWith(`hook:${unitId}:`),
    );
    // What was connected is remembered, so that it can be undone; but it is made again.
    for (const key of [...lost, ...connections]) applied.forget(key);
    applied.forgetInstalled(root);
  }
}
