import { type Issue, type Json, type JsonObject, Problem } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import { isList, isObject, mapValues, own } from '../json/json.ts';
import { toReadablePath } from '../json/pointer.ts';
import { SECRET_MASK } from './mask.ts';

/** Fields by which an item of a list is known again after others were added, removed or moved. */
const identities = ['id', 'process_name', 'url', 'name'] as const;

/**
 * The edited document with the stored value wherever the mask came back. The mask itself is never stored.
 * @throws Problem `document.invalid` naming every mask that stands where nothing is stored, as after a rename
 */
export function restoreSecrets(edited: JsonObject, stored: JsonObject, _catalog: Catalog): JsonObject {
  const issues: Issue[] = [];
  const restored = restoreObject(edited, stored, { path: [], issues });
  if (issues.length > 0) {
    const places = issues.map(({ path }) => toReadablePath(path)).join(', ');
    throw new Problem('document.invalid', `There is no stored secret for ${places}; type it again.`, { issues });
  }
  return restored;
}

interface Place {
  readonly path: readonly (string | number)[];
  readonly issues: Issue[];
}

function restoreObject(edited: JsonObject, stored: Json | undefined, at: Place): JsonObject {
  const source = isObject(stored) ? stored : {};
  return mapValues(edited, (value, key) => restoreValue(value, own(source, key), { ...at, path: [...at.path, key] }));
}

function restoreValue(edited: Json, stored: Json | undefined, at: Place): Json {
  if (isObject(edited)) return restoreObject(edited, stored, at);
  if (isList(edited)) {
    const source = isList(stored) ? stored : [];
    return edited.map((item, index) =>
      restoreValue(item, counterpart(item, index, source), { ...at, path: [...at.path, index] }),
    );
  }
  if (edited !== SECRET_MASK) return edited;
  if (stored !== undefined && !isObject(stored) && !isList(stored)) return stored;
  at.issues.push({
    path: at.path,
    message: 'is masked, but no secret is stored here',
    remedy: 'type the secret again',
  });
  return edited;
}

/** The stored item that an edited one was: the one of the same identity, first looked for at the same place. */
function counterpart(item: Json, index: number, stored: readonly Json[]): Json | undefined {
  const here = stored[index];
  const identity = isObject(item) ? identityOf(item) : undefined;
  if (identity === undefined) return here;
  const isSame = (other: Json | undefined): boolean => isObject(other) && own(other, identity.key) === identity.value;
  return isSame(here) ? here : stored.find(isSame);
}

function identityOf(item: JsonObject): { key: string; value: Json } | undefined {
  for (const key of identities) {
    const value = own(item, key);
    if (typeof value === 'string' && value !== '' && value !== SECRET_MASK) return { key, value };
  }
  return undefined;
}
