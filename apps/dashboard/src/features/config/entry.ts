import type { Json, JsonObject } from '@showrunner/contracts';

/** An entry as text, read: the object, or where and why it is none. */
export type ParsedEntry =
  { readonly ok: true; readonly value: JsonObject } | { readonly ok: false; readonly message: string };

const deepest = 4;

/** Keys from the root to the entry of a process name; undefined where there is none. */
export function findEntryPath(document: JsonObject, processName: string): readonly string[] | undefined {
  let level: { path: readonly string[]; value: JsonObject }[] = [{ path: [], value: document }];
  for (let depth = 0; depth < deepest; depth += 1) {
    const found = level.find(({ value }) => value['process_name'] === processName);
    if (found) return found.path;
    level = level.flatMap(({ path, value }) =>
      Object.entries(value).flatMap(([key, child]) =>
        isObject(child) ? [{ path: [...path, key], value: child }] : [],
      ),
    );
  }
  return undefined;
}

/** The value at a path. */
export function getAt(document: JsonObject, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((value, key) => (isObject(value) ? value[key] : undefined), document);
}

/** The document with another value at a path; everything else is the same. */
export function setAt(document: JsonObject, path: readonly string[], value: Json): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return isObject(value) ? value : document;
  const child = document[key];
  return { ...document, [key]: rest.length === 0 ? value : setAt(isObject(child) ? child : {}, rest, value) };
}

/** The text of an entry as a person edits it. */
export function printEntry(entry: Json | undefined): string {
  return JSON.stringify(entry ?? {}, null, 2);
}

/** Reads the text of an entry. */
export function parseEntry(text: string): ParsedEntry {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? { ok: true, value } : { ok: false, message: 'An entry is an object: { … }.' };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : 'This is not JSON.' };
  }
}

/** The overridden pointers below a path, as keys within the entry. */
export function overriddenWithin(pointers: readonly string[], path: readonly string[]): readonly string[] {
  const prefix = `/${path.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}/`;
  return pointers.filter((pointer) => pointer.startsWith(prefix)).map((pointer) => pointer.slice(prefix.length));
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
