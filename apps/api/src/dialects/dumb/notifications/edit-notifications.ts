import type { Catalog } from '@showrunner/catalog';
import { getIn, SECRET_MASK, setIn, validateDocument } from '@showrunner/config';
import { type JsonObject, Problem } from '@showrunner/contracts';
import { editSettings } from '@showrunner/notifications';
import { settingsPath } from '../../../notices/open-notices.ts';

/**
 * The stored document with other settings of notifications.
 * @throws Problem `request.invalid` naming each place that is wrong; nothing is applied unless everything can be
 */
export function editNotifications(
  stored: JsonObject,
  sent: JsonObject,
  tools: { catalog: Catalog; newId: () => string; isService: (name: string) => boolean },
): JsonObject {
  // A document always has the block; the schema says so.
  const block = (getIn(stored, settingsPath) ?? {}) as JsonObject;
  const edited = setIn(stored, settingsPath, editSettings(block, sent, { ...tools, mask: SECRET_MASK }));
  const issues = validateDocument(edited, tools.catalog, { strict: true }).filter(({ path }) =>
    settingsPath.every((key, index) => path[index] === key),
  );
  const first = issues[0];
  if (first === undefined) return edited;
  const place = first.path.slice(settingsPath.length).join(' → ');
  const message = `${place === '' ? 'notifications' : place}: ${first.message}${first.remedy ? ` ${first.remedy}` : ''}`;
  throw new Problem('request.invalid', message, { issues, details: { status: 400 } });
}
