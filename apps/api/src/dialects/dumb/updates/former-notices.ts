import { Type, UpdateNotice, type UpdateNoticesAnswer } from '@showrunner/contracts';
import type { Files, Logger } from '@showrunner/platform';
import { schemaCheck } from '../../../schema-check.ts';

type Former = Pick<UpdateNoticesAnswer, 'info' | 'applied'>;

const none: Former = { info: [], applied: [] };
const isNotices = schemaCheck<Partial<Former>>(
  Type.Object({ info: Type.Optional(Type.Array(UpdateNotice)), applied: Type.Optional(Type.Array(UpdateNotice)) }),
);

/** What DUMB has left to be told, in `update_notices.json`. The file stays as it is; one that cannot be read counts as empty. */
export async function readFormerNotices(files: Files, path: string, logger: Logger): Promise<Former> {
  const text = await files.readText(path);
  if (text === undefined) return none;
  try {
    const value: unknown = JSON.parse(text);
    if (isNotices(value)) return { info: value.info ?? [], applied: value.applied ?? [] };
  } catch {
    // Not JSON: the same as JSON of another shape.
  }
  logger.debug('update-notices.unreadable', { path });
  return none;
}
