import type { Json, JsonObject } from '@showrunner/contracts';
import { isList, isObject, mapValues, own, toObject } from '../../json/json.ts';
import { renameKey } from '../canonicalise.ts';
import { type Migration, without } from './migration.ts';

const words: readonly (readonly [RegExp, string])[] = [
  [/\/huntarr(?=\/|$)/g, '/neutarr'],
  [/\bHUNTARR_/g, 'NEUTARR_'],
  [/\bhuntarr\.db\b/g, 'general.json'],
  [/\bHuntarr\b/g, 'NeutArr'],
  [/\bhuntarr(?=[._-])/g, 'neutarr'],
];

/** NeutArr took Huntarr's place; with both blocks in the document, the old one is left for a person to remove. */
export const huntarrToNeutarr: Migration = {
  to: 5,
  apply: (document) => {
    const renamed = mapValues(document, renameSwitch);
    const block = own(renamed, 'huntarr');
    if (!isObject(block) || Object.hasOwn(renamed, 'neutarr')) return renamed;
    return renameKey({ ...renamed, huntarr: rewrite(dropSource(block)) }, 'huntarr', 'neutarr');
  },
};

function renameSwitch(value: Json): Json {
  if (!isObject(value)) return value;
  const children = mapValues(value, renameSwitch);
  if (!Object.hasOwn(children, 'use_huntarr')) return children;
  return Object.hasOwn(children, 'use_neutarr')
    ? without(children, 'use_huntarr')
    : renameKey(children, 'use_huntarr', 'use_neutarr');
}

/** Pins of the old repository mean nothing in the new one. */
function dropSource(value: JsonObject): JsonObject {
  const kept = without(
    value,
    'repo_owner',
    'repo_name',
    'release_version',
    'release_version_enabled',
    'commit_sha',
    'branch',
    'branch_enabled',
  );
  return mapValues(kept, (child) => (isObject(child) ? dropSource(child) : child));
}

function rewrite(value: Json): Json {
  if (typeof value === 'string') return replaceWords(value);
  if (isList(value)) return value.map(rewrite);
  if (!isObject(value)) return value;
  return toObject(Object.entries(value).map(([key, child]) => [replaceWords(key), rewrite(child)] as const));
}

function replaceWords(text: string): string {
  return words.reduce((current, [from, to]) => current.replace(from, to), text);
}
