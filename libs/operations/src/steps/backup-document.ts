import { serializeDocument } from '@showrunner/config';
import { toUnitId } from '@showrunner/contracts';
import type { Performer } from '../performer.ts';

/**
 * Writes the document, secrets included, beside what it replaces: `<UTC yyyymmdd-hhmmss>-<name>-<8 hex>.json`, for its owner
 * alone, as the original names it.
 */
export const backupDocument: Performer<'backup-document'> = async (step, tools, report) => {
  const { clock, files, ids } = tools.platform;
  const [day = '', time = ''] = new Date(clock.now()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').split('T');
  const directory = '/config/service-reset-backups';
  const path = `${directory}/${day}-${time}-${toUnitId(step.label)}-${ids.secret(4)}.json`;
  await files.makeDirectory(tools.root + directory, { mode: 0o700 });
  await files.write(tools.root + path, serializeDocument(step.document), { mode: 0o600 });
  report.wrote([path]);
  return { undo: () => files.remove(tools.root + path) };
};
