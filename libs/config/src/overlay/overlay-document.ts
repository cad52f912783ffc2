import { type Issue, type JsonObject, Problem } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import { toPointer } from '../json/pointer.ts';
import { isSecretPath } from '../secrets/is-secret-path.ts';
import { documentShape } from '../shape/document-shape.ts';
import { validateDocument } from '../validate/validate-document.ts';
import { applyOverrides, type Findings } from './apply-overrides.ts';
import type { Overrides } from './variables.ts';

/**
 * The document that takes effect: the stored one under the values of secret files, environment and .env file, in this
 * order of weight. The stored document stays as it is, so nothing from outside ever reaches the file.
 * @returns `overridden`: JSON pointers of the values that came from outside and cannot be edited
 * @throws Problem `document.invalid` naming each variable whose value cannot be used
 */
export function overlayDocument(
  stored: JsonObject,
  overrides: Overrides,
  catalog: Catalog,
): { effective: JsonObject; overridden: readonly string[]; warnings: readonly string[] } {
  const findings: Findings = { overridden: [], refused: [], warnings: [] };
  const effective = applyOverrides(stored, documentShape(catalog), { overrides, findings, path: [] });
  const issues = [...refusedIssues(findings, stored, catalog), ...invalidIssues(findings, stored, effective, catalog)];
  if (issues.length > 0) {
    throw new Problem('document.invalid', issues.map(({ message }) => message).join('; '), { issues });
  }
  const overridden = [...new Set(findings.overridden.map(({ path }) => toPointer(path)))];
  return { effective, overridden, warnings: findings.warnings };
}

function refusedIssues({ refused }: Findings, stored: JsonObject, catalog: Catalog): readonly Issue[] {
  return refused.map(({ path, override, message }) => {
    const shown = isSecretPath(path, stored, catalog) ? 'has a value that cannot be used' : message;
    return toIssue(path, override.name, override.from, shown);
  });
}

/** Overrides are held to the same rules as the document; faults that the stored document has anyway are not theirs. */
function invalidIssues(
  { overridden }: Findings,
  stored: JsonObject,
  effective: JsonObject,
  catalog: Catalog,
): readonly Issue[] {
  if (overridden.length === 0) return [];
  const own = new Set(validateDocument(stored, catalog).map(({ path }) => toPointer(path)));
  return validateDocument(effective, catalog).flatMap((issue): readonly Issue[] => {
    const pointer = toPointer(issue.path);
    const by = overridden.find(({ path }) => `${pointer}/`.startsWith(`${toPointer(path)}/`));
    if (by !== undefined) return [toIssue(issue.path, by.override.name, by.override.from, issue.message)];
    return own.has(pointer) ? [] : [issue];
  });
}

function toIssue(path: Issue['path'], name: string, from: string, message: string): Issue {
  return { path, message: `${name} (${from}) ${message}`, remedy: `correct or remove ${name}` };
}
