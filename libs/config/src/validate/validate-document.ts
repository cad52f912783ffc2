import type { ErrorObject } from 'ajv';
import type { Issue, JsonObject } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import { toPointer } from '../json/pointer.ts';
import { explain } from './explain.ts';
import { limitIssues } from './limit-issues.ts';
import { nameIssues } from './name-issues.ts';
import { pathIssues } from './path-issues.ts';
import { schemaErrors } from './validator.ts';

/**
 * Every wrong value of a document, with what is wrong and how to mend it; empty when all is well.
 * @param options.strict also names keys that a closed block does not know, which are no fault of a document that another
 * version wrote, only of an edit; and takes no block on trust because it is as shipped
 */
export function validateDocument(
  document: JsonObject,
  catalog: Catalog,
  options: { readonly strict?: boolean } = {},
): readonly Issue[] {
  const strict = options.strict === true;
  const errors = schemaErrors(document, catalog, !strict).filter(
    (error) => strict || error.keyword !== 'additionalProperties',
  );
  const issues = [...errors].sort(byWeight).map((error) => explain(error, document, catalog));
  const own = [nameIssues, limitIssues, pathIssues].flatMap((find) => find(document, catalog));
  return firstOfEachPath([...issues, ...own]);
}

/** A wrong type says more than that the value is not one of the choices, too. */
function byWeight(a: ErrorObject, b: ErrorObject): number {
  return Number(b.keyword === 'type') - Number(a.keyword === 'type');
}

function firstOfEachPath(issues: readonly Issue[]): readonly Issue[] {
  const byPath = new Map<string, Issue>();
  for (const issue of issues) {
    const pointer = toPointer(issue.path);
    if (!byPath.has(pointer)) byPath.set(pointer, issue);
  }
  return [...byPath.values()];
}
