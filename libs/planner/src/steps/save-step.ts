import type { JsonObject, PlanView } from '@showrunner/contracts';
import { isEqual } from '../json.ts';
import type { Step } from '../plan-model.ts';

/** Where the document is, below the data root. */
export const documentFile = '/config/dumb_config.json';

/** Saves the document where it is not the same any more. */
export function saveStep(
  before: JsonObject,
  document: JsonObject,
  changes: PlanView['changes'],
  after: readonly string[] = [],
): Step | undefined {
  if (isEqual(before, document)) return undefined;
  const count = changes.length;
  return {
    kind: 'save-document',
    id: 'save-document',
    title: 'Save the stack document',
    reason: `${count} ${count === 1 ? 'value changes' : 'values change'} in it`,
    processName: null,
    after,
    document,
  };
}
