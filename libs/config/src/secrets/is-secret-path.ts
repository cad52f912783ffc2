import type { JsonObject } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import { isEqual } from '../json/equal.ts';
import { getIn } from '../json/path.ts';
import { maskValue } from './mask.ts';
import { enter, rootScope } from './scope.ts';

/** Whether the value at a path is a secret or has one in it, so that it must not be shown. */
export function isSecretPath(path: readonly string[], document: JsonObject, catalog: Catalog): boolean {
  const scope = path.reduce(enter, rootScope(catalog));
  const value = getIn(document, path);
  if (value === undefined) return false;
  return scope.secret !== 'no' || !isEqual(maskValue(value, scope), value);
}
