import { type Entry, entrySchema, getIn, restoreSecrets, setIn, validateDocument } from '@showrunner/config';
import { type Issue, type Json, type JsonObject, Problem } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import type { ServedStack } from '../../../served.ts';

type Document = ReturnType<ServedStack['document']>;

/** Fields that any entry may get, known to its schema or not. */
const alwaysAllowed = /^symlink_backup_(enabled|interval|start_time|path|include_broken|retention_count|roots)$/;

/**
 * The stored document with fields of one entry replaced. Masks and values that come from the environment are not stored.
 * @throws Problem `document.invalid` naming the key or place; nothing is applied unless everything can be
 */
export function editEntry(document: Document, catalog: Catalog, entry: Entry, updates: JsonObject): JsonObject {
  const block = toObject(getIn(document.stored, entry.path));
  const properties = toObject(entrySchema(catalog, entry.serviceKey)['properties']);
  for (const key of Object.keys(updates)) {
    if (key in block || key in properties || alwaysAllowed.test(key)) continue;
    throw new Problem('document.invalid', `Invalid configuration key: ${key}`, {
      issues: [{ path: [...entry.path, key], message: 'is not a field of this service' }],
    });
  }
  const edited = setIn(document.stored, entry.path, { ...block, ...withoutOverrides(updates, entry.path, document) });
  return check(edited, document, catalog, { what: 'merged config', under: entry.path });
}

/**
 * The stored document with the updates merged into it: objects deeply, everything else replaced.
 * @throws Problem `document.invalid` naming the key or place
 */
export function mergeIntoDocument(document: Document, catalog: Catalog, updates: JsonObject): JsonObject {
  if (Object.keys(updates).length === 0) {
    throw new Problem('document.invalid', 'No updates provided for global config.');
  }
  const unknown = Object.keys(updates)
    .toSorted()
    .find((key) => !(key in document.stored));
  if (unknown !== undefined) {
    throw new Problem('document.invalid', `Invalid global configuration key: ${unknown}`, {
      issues: [{ path: [unknown], message: 'is not part of the stack document' }],
    });
  }
  const merged = toObject(mergeValue(document.stored, withoutOverrides(updates, [], document)));
  return check(merged, document, catalog, { what: 'global update', under: [] });
}

function check(
  edited: JsonObject,
  document: Document,
  catalog: Catalog,
  at: { what: string; under: readonly string[] },
): JsonObject {
  const restored = restoreSecrets(edited, document.stored, catalog);
  const issues = validateDocument(restored, catalog);
  const issue = issues[0];
  if (issue === undefined) return restored;
  throw new Problem(
    'document.invalid',
    `Validation error in ${at.what} at '${toPlace(issue, at.under)}': ${issue.message}`,
    { issues },
  );
}

function toPlace({ path }: Issue, under: readonly string[]): string {
  const inside = under.every((key, index) => path[index] === key) ? path.slice(under.length) : path;
  return inside.length === 0 ? 'root' : inside.join(' -> ');
}

/** Clients send back whole blocks. What they were shown from the environment must not get into the file that way. */
function withoutOverrides(updates: JsonObject, under: readonly string[], document: Document): JsonObject {
  let result = updates;
  for (const pointer of document.overridden) {
    const path = pointer
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (!under.every((key, index) => path[index] === key)) continue;
    const inside = path.slice(under.length);
    const sent = getIn(result, inside);
    const stored = getIn(document.stored, path);
    if (sent === undefined || stored === undefined) continue;
    if (JSON.stringify(sent) === JSON.stringify(getIn(document.effective, path)))
      result = setIn(result, inside, stored);
  }
  return result;
}

function mergeValue(base: Json | undefined, update: Json): Json {
  // Forms send numbers as text.
  if (typeof base === 'number' && isNumeral(update)) return Number(update);
  if (!isObject(update) || !isObject(base)) return update;
  const merged: Record<string, Json> = { ...base };
  for (const [key, value] of Object.entries(update)) merged[key] = mergeValue(base[key], value);
  return merged;
}

function isNumeral(value: Json): boolean {
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
