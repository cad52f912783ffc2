import type { StackChange } from '@showrunner/contracts';
import { fingerprint, type Plan } from '@showrunner/planner';
import { isUndoneWhole } from '../conclude.ts';
import type { AppliedTable, InstalledRow } from '../store/applied.table.ts';
import type { TrialRecord } from '../store/trial.table.ts';

/** Notes what an operation replaces before it does, so that the next control plane can take it back if this one dies. */
export interface Trial {
  replaces(artifact: { readonly root: string; readonly key: string | undefined }): void;
  /** It has proven itself, or nothing of it is left. */
  end(): void;
}

/**
 * Opens the trial of an operation that puts programs in the place of others and holds whole or not at all; others need none.
 * @param revision of the document as it is now
 */
export function openTrial(
  operation: { readonly id: string; readonly change: StackChange },
  plan: Plan,
  applied: AppliedTable,
  revision: string,
): Trial | undefined {
  const { trials } = applied;
  const replaces = plan.steps.some(
    (step) => step.kind === 'install' && applied.installedAt(step.artifact.root) !== undefined,
  );
  if (!replaces || !isUndoneWhole(operation.change)) return undefined;
  const saved = plan.steps.find((step) => step.kind === 'save-document');
  // A retry goes on with what its operation has begun.
  let record: TrialRecord = trials.get(operation.id) ?? {
    ...(saved === undefined ? {} : { document: { before: revision, after: fingerprint(saved.document) } }),
    artifacts: [],
  };
  trials.save(operation.id, record);
  return {
    replaces({ root, key }) {
      if (record.artifacts.some((known) => known.root === root)) return;
      const before: InstalledRow | undefined = applied.installedAt(root);
      const made = key === undefined ? undefined : applied.get(key);
      const one = {
        root,
        ...(before === undefined ? {} : { installed: before }),
        ...(key === undefined ? {} : { applied: { key, ...(made === undefined ? {} : { fingerprint: made }) } }),
      };
      record = { ...record, artifacts: [...record.artifacts, one] };
      trials.save(operation.id, record);
    },
    end: () => trials.forget(operation.id),
  };
}
