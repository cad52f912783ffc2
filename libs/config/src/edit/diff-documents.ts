import type { Json, JsonObject, PlanView } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import { isEqual } from '../json/equal.ts';
import { isObject, own } from '../json/json.ts';
import { toPointer } from '../json/pointer.ts';
import { maskValue } from '../secrets/mask.ts';
import { enter, rootScope, type Scope } from '../secrets/scope.ts';

type Changes = PlanView['changes'];

/** What a document gains, loses or changes, secrets masked. The order of keys is no difference. */
export function diffDocuments(before: JsonObject, after: JsonObject, catalog: Catalog): Changes {
  return diffObjects(before, after, [], rootScope(catalog));
}

function diffObjects(before: JsonObject, after: JsonObject, path: readonly string[], scope: Scope): Changes {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => {
    const [old, now] = [own(before, key), own(after, key)];
    return isEqual(old, now) ? [] : diffValues(old, now, [...path, key], enter(scope, key));
  });
}

function diffValues(before: Json | undefined, after: Json | undefined, path: readonly string[], scope: Scope): Changes {
  if (isObject(before) && isObject(after)) return diffObjects(before, after, path, scope);
  return [
    {
      pointer: toPointer(path),
      ...(before === undefined ? {} : { before: maskValue(before, scope) }),
      ...(after === undefined ? {} : { after: maskValue(after, scope) }),
    },
  ];
}
