import type { Json, JsonObject } from '@showrunner/contracts';
import { isList, isObject, own, toObject } from './json.ts';

/** The value at a path of keys; list items are reached by their index. */
export function getIn(document: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = document;
  for (const key of path) {
    if (isObject(value)) value = own(value, key);
    else if (isList(value)) value = value[Number(key)];
    else return undefined;
  }
  return value;
}

/** The document with the value at a path replaced; objects on the way are made where there are none. */
export function setIn(document: JsonObject, path: readonly string[], value: Json): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return isObject(value) ? value : document;
  return { ...document, [key]: setBelow(own(document, key), rest, value) };
}

function setBelow(current: Json | undefined, path: readonly string[], value: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (isList(current)) {
    const at = Number(key);
    return at === current.length
      ? [...current, setBelow(undefined, rest, value)]
      : current.map((item, index) => (index === at ? setBelow(item, rest, value) : item));
  }
  const object = isObject(current) ? current : {};
  return { ...object, [key]: setBelow(own(object, key), rest, value) };
}

/** The document without the value at a path; the same document where there is none. */
export function removeIn(document: JsonObject, path: readonly string[]): JsonObject {
  if (path.length === 0 || getIn(document, path) === undefined) return document;
  const parent = path.slice(0, -1);
  const last = path.at(-1) ?? '';
  const holder = getIn(document, parent);
  if (isList(holder)) {
    return setIn(
      document,
      parent,
      holder.filter((_, index) => String(index) !== last),
    );
  }
  if (!isObject(holder)) return document;
  return setIn(document, parent, toObject(Object.entries(holder).filter(([key]) => key !== last)));
}
