import type { Json } from '@showrunner/contracts';
import { isList, isObject } from '../json/json.ts';
import { toReadablePath } from '../json/pointer.ts';
import { documentShape } from '../shape/document-shape.ts';
import { childShape, type Shape } from '../shape/shape.ts';
import type { LoadStep } from './load-state.ts';

/** Names every key that nothing reads. It stays where it is. */
export const reportUnknown: LoadStep = ({ document, warnings }, catalog) => {
  const unknown = unknownPaths(document, documentShape(catalog), []);
  const lines = unknown.map(
    (path) => `${toReadablePath(path)} is not known to this version; it is kept and has no effect.`,
  );
  return { document, warnings: [...warnings, ...lines] };
};

type Path = readonly string[];

function unknownPaths(value: Json, shape: Shape, path: Path): readonly Path[] {
  if (isList(value)) return shape.each === undefined ? [] : below(Object.entries(value), shape, path);
  return isObject(value) ? below(Object.entries(value), shape, path) : [];
}

function below(entries: readonly (readonly [string, Json])[], shape: Shape, path: Path): readonly Path[] {
  return entries.flatMap(([key, value]): readonly Path[] => {
    const child = childShape(shape, key);
    if (child !== undefined) return unknownPaths(value, child, [...path, key]);
    return isFree(shape) ? [] : [[...path, key]];
  });
}

/** Where the shape says nothing about what is inside, nothing inside is unknown. */
function isFree(shape: Shape): boolean {
  if (shape.closed === true) return false;
  return shape.open === true || (shape.children.size === 0 && !isObject(shape.fallback));
}
