import type { Json, JsonObject } from '@showrunner/contracts';
import type { FieldSpec } from '@showrunner/catalog';

/** A part of the document as data: what it is by default and what its fields may hold. Field names are dotted. */
export interface BlockSpec {
  readonly defaults: JsonObject;
  /** `*` in a dotted name stands for every item of a list or every key of a map. */
  readonly fields?: Readonly<Record<string, FieldSpec>>;
  /** Dotted names of objects that take no other keys; `''` is the block itself. */
  readonly closed?: readonly string[];
  /** What each item of a list, or each value of a map, looks like. */
  readonly items?: Readonly<Record<string, BlockSpec>>;
  readonly required?: readonly string[];
}

/** What is known about one place of the document, with all places below it. Everything else is derived from it. */
export interface Shape {
  /** Value where a document says nothing; absent: the place is optional. */
  readonly fallback?: Json;
  readonly field?: FieldSpec;
  readonly closed?: boolean;
  readonly required?: readonly string[];
  readonly children: ReadonlyMap<string, Shape>;
  /** What each item or value looks like that has no child of its own. */
  readonly each?: Shape;
  /** Any key is welcome, such as in `env`. */
  readonly open?: boolean;
  /** This is a map of instances. */
  readonly instances?: { readonly template: string; readonly processName: string };
}

/** The shape below a key or an index. */
export function childShape(shape: Shape | undefined, key: string): Shape | undefined {
  return shape?.children.get(key) ?? shape?.each;
}
