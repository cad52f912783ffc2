import type { Catalog } from '@showrunner/catalog';
import { Problem, type UnitStatus } from '@showrunner/contracts';
import type { UnitSpec } from '@showrunner/planner';

/** Names why a program ended, where its manifest knows its last words. */
export function diagnose(status: UnitStatus | undefined, spec: UnitSpec, catalog: Catalog): Problem | undefined {
  const words = status?.lastExit?.lastWords ?? [];
  const known = catalog.manifest(spec.serviceKey)?.runtime?.diagnoses ?? [];
  const match = known.find(({ pattern }) => words.some((line) => new RegExp(pattern, 'i').test(line)));
  if (match === undefined) return undefined;
  return new Problem(match.code, `${spec.processName}: ${match.message}`, { details: { lastWords: [...words] } });
}
