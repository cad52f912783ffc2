import { type Json, type JsonObject, Problem } from '@showrunner/contracts';
import { type ArrApi, type ArrField, isObject, type ProviderKind, refusalOf } from './arr-api.ts';

/** A provider as it is to be in an Arr. */
export interface WantedProvider {
  readonly name: string;
  /** As in the schema: `QBittorrent`, `Sabnzbd`, `Sonarr`, `Torznab`. */
  readonly implementation: string;
  /** Which entry of the schema, where an implementation has several. */
  readonly preset?: (schema: JsonObject) => boolean;
  /** Settings by name. What the schema of this version does not have is left out. */
  readonly fields: Readonly<Record<string, Json>>;
  /** Members beside the fields. */
  readonly members: JsonObject;
  /** Members of a new one; afterwards they are the person's: `enable`, `priority`, `syncLevel`. */
  readonly initial: JsonObject;
  /** Tags that it must have; others that a person has set stay. */
  readonly tags: readonly number[];
  /** Tags of ours that it must not have any more. */
  readonly withoutTags?: readonly number[];
  /** Recognises one that was made under another name. The name itself always counts, in any case. */
  readonly isSame?: (provider: JsonObject) => boolean;
}

/**
 * Makes a provider, or brings the one that is there in line; what else a person has set in it stays. Where it is as it is
 * to be already, nothing is written. (Secrets come back masked, and then it is written again, which does no harm.)
 * @throws Problem `connection.refused` with the program's own words, `connection.not-ready`
 */
export async function ensureProvider(
  arr: ArrApi,
  kind: ProviderKind,
  wanted: WantedProvider,
): Promise<'made' | 'changed' | 'same'> {
  const schema = await schemaOf(arr, kind, wanted);
  const present = (await arr.list(kind)).find((provider) => isWanted(provider, wanted));
  const body = toBody(schema, present, wanted);
  if (present === undefined) {
    await save(body, (forced) => arr.create(kind, body, forced));
    return 'made';
  }
  if (covers(present, body)) return 'same';
  await save(body, (forced) => arr.update(`${kind}/${String(present['id'])}`, body, forced));
  return 'changed';
}

/** Whether there is a provider of that name, in any case, or one that is the same under another. */
export async function hasProvider(
  arr: ArrApi,
  kind: ProviderKind,
  wanted: Pick<WantedProvider, 'name' | 'isSame'>,
): Promise<boolean> {
  return (await arr.list(kind)).some((provider) => isWanted(provider, wanted));
}

/** Removes the providers of that name, in any case. Others stay. */
export async function removeProvider(arr: ArrApi, kind: ProviderKind, name: string): Promise<boolean> {
  const present = (await arr.list(kind)).filter((provider) => hasName(provider, name));
  for (const provider of present) await arr.remove(`${kind}/${String(provider['id'])}`);
  return present.length > 0;
}

/** The value of a setting. */
export function fieldOf(provider: JsonObject, name: string): Json | undefined {
  return fieldsOf(provider).find((field) => field.name === name)?.value;
}

async function schemaOf(
  arr: ArrApi,
  kind: ProviderKind,
  { implementation, preset }: WantedProvider,
): Promise<JsonObject> {
  const known = (await arr.list(`${kind}/schema`)).filter((entry) => entry['implementation'] === implementation);
  const schema = preset === undefined ? known[0] : known.find(preset);
  if (schema !== undefined) return schema;
  throw new Problem('connection.refused', `This version of ${arr.name} does not know ${implementation}.`);
}

/** What the Arrs warn of (a category that is not there yet) is saved all the same; what is wrong is not. */
async function save(body: JsonObject, write: (forced: boolean) => Promise<JsonObject>): Promise<void> {
  try {
    await write(false);
  } catch (error) {
    if (refusalOf(error)?.onlyWarnings !== true) throw error;
    await write(true);
  }
}

function isWanted(provider: JsonObject, { name, isSame }: Pick<WantedProvider, 'name' | 'isSame'>): boolean {
  return hasName(provider, name) || isSame?.(provider) === true;
}

function hasName(provider: JsonObject, name: string): boolean {
  return String(provider['name']).toLowerCase() === name.toLowerCase();
}

function toBody(schema: JsonObject, present: JsonObject | undefined, wanted: WantedProvider): JsonObject {
  const { presets: _, ...base } = { ...schema, ...present };
  const others = tagsOf(present).filter((tag) => wanted.withoutTags?.includes(tag) !== true);
  return {
    ...base,
    ...copied(schema, ['implementation', 'implementationName', 'configContract', 'infoLink']),
    ...(present === undefined ? wanted.initial : {}),
    ...wanted.members,
    name: wanted.name,
    fields: mergeFields(fieldsOf(schema), fieldsOf(present ?? {}), wanted.fields),
    tags: [...new Set([...others, ...wanted.tags])],
  };
}

/** The schema's settings with a person's values and then ours. */
function mergeFields(
  schema: readonly ArrField[],
  present: readonly ArrField[],
  wanted: Readonly<Record<string, Json>>,
): JsonObject[] {
  const kept = new Map(present.map((field) => [field.name, field.value]));
  return schema.map((field) => {
    const own = Object.hasOwn(wanted, field.name) ? wanted[field.name] : undefined;
    const value = own ?? kept.get(field.name) ?? field.value;
    return { ...field, ...(value === undefined ? {} : { value }) } as JsonObject; // a field's members are Json
  });
}

/** Whether a provider has all that a body would set. */
function covers(present: JsonObject, body: JsonObject): boolean {
  const { fields: _, tags: __, ...members } = body;
  const sameMembers = Object.entries(members).every(([key, value]) => isEqual(present[key], value));
  const sameFields = fieldsOf(body).every(({ name, value }) => isEqual(fieldOf(present, name), value));
  const [before, after] = [tagsOf(present), tagsOf(body)];
  return sameMembers && sameFields && before.length === after.length && after.every((tag) => before.includes(tag));
}

function fieldsOf(provider: JsonObject): readonly ArrField[] {
  const { fields } = provider;
  return (Array.isArray(fields) ? fields : []).flatMap((field: Json) => {
    if (!isObject(field)) return [];
    const { name } = field;
    return typeof name === 'string' ? [{ ...field, name }] : [];
  });
}

function tagsOf(provider: JsonObject | undefined): readonly number[] {
  const tags = provider?.['tags'];
  return Array.isArray(tags) ? tags.filter((tag): tag is number => typeof tag === 'number') : [];
}

function copied(from: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = from[key];
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}

function isEqual(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
