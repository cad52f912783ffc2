import { getIn, pathOfService } from '@showrunner/config';
import { isObject } from '../json.ts';
import { type Draft, setValue } from './draft.ts';

/** Registers a database with the server that is to have it, where the server keeps a list (`databases[{name, enabled}]`). */
export function withDatabase(draft: Draft, serviceKey: string, name: string): Draft {
  const manifest = draft.input.catalog.manifest(serviceKey);
  if (manifest === undefined || name.trim() === '') return draft;
  const path = [...pathOfService(manifest), 'databases'];
  const list = getIn(draft.document, path);
  if (!Array.isArray(list)) return draft;
  const known = list.some((item) => isObject(item) && item['name'] === name && item['enabled'] === true);
  if (known) return draft;
  const others = list.filter((item) => !isObject(item) || item['name'] !== name);
  return setValue(draft, path, [...others, { name, enabled: true }]);
}
