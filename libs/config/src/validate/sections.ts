import type { Json, JsonObject } from '@showrunner/contracts';
import { isObject, own } from '../json/json.ts';
import type { Shape } from '../shape/shape.ts';

/** A part of the document that is validated by itself. */
export interface Section {
  readonly path: readonly string[];
  readonly shape: Shape;
  readonly value: Json;
}

/**
 * Cuts a document into the blocks that it is made of, and what is left around them. Most blocks of most documents are
 * as shipped, and a schema that is not needed is not compiled: all of them take half a second.
 */
export function cutIntoSections(document: JsonObject, shape: Shape): readonly Section[] {
  return cut(document, shape, ['dumb'], []);
}

function cut(value: Json, shape: Shape, split: readonly string[], path: readonly string[]): readonly Section[] {
  if (!isObject(value)) return [{ path, shape, value }];
  const rest = new Map<string, Shape>();
  const blocks: Section[] = [];
  for (const [key, child] of shape.children) {
    const block = own(value, key);
    const isBlock = isObject(child.fallback);
    rest.set(key, isBlock ? anything : child);
    if (!isBlock || block === undefined) continue;
    const at = [...path, key];
    blocks.push(...(split.includes(key) ? cut(block, child, [], at) : [{ path: at, shape: child, value: block }]));
  }
  return [{ path, shape: around(shape, rest), value }, ...blocks];
}

const anything: Shape = { children: new Map() };
const surroundings = new WeakMap<Shape, Shape>();

/** The shape without its blocks; the same one each time, so that its schema is compiled once. */
function around(shape: Shape, rest: ReadonlyMap<string, Shape>): Shape {
  const known = surroundings.get(shape);
  if (known !== undefined) return known;
  const made = { ...shape, children: rest };
  surroundings.set(shape, made);
  return made;
}
