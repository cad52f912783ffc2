import type { StackChange } from '@showrunner/contracts';
import type { PlanInput } from '../input.ts';
import type { Step } from '../plan-model.ts';
import { createDraft } from '../select/draft.ts';
import { cloneInstance } from '../select/instances.ts';
import { resettable } from '../select/reset.ts';
import { resetTargets } from './reset-targets.ts';

/** What a reset does beside a change of the document: the document before is kept, and with `remove` files go. */
export interface ResetSteps {
  readonly backup: readonly Step[];
  readonly clearing: readonly Step[];
  readonly warnings: readonly string[];
}

/** @param base steps before everything; those that stop something are given by `stopping` */
export function resetSteps(
  change: StackChange,
  input: PlanInput,
  { base, stopping, saves }: { base: readonly string[]; stopping: readonly Step[]; saves: boolean },
): ResetSteps {
  if (change.kind !== 'reset') return { backup: [], clearing: [], warnings: [] };
  const draft = createDraft(input);
  const member = resettable(change.processName, draft);
  const { entry, manifest } = member;
  const name = entry.processName;
  const expected = entry.instance === null ? manifest.defaults : cloneInstance(draft, manifest, entry.instance);
  const { targets, kept } =
    change.action === 'remove' ? resetTargets(member, expected, draft.world) : { targets: [], kept: [] };
  const after = stopping.length === 0 ? base : stopping.map(({ id }) => id);
  const clearing: readonly Step[] =
    targets.length === 0
      ? []
      : [
          {
            kind: 'clear-files',
            id: `clear-files:${member.unitId}`,
            title: `Delete the files of ${name}`,
            reason: 'You asked for it to be removed',
            processName: name,
            after,
            targets,
          },
        ];
  const backup: readonly Step[] =
    saves || clearing.length > 0
      ? [
          {
            kind: 'backup-document',
            id: backupStepId,
            title: 'Keep a copy of the stack document',
            reason: 'So that what is reset can be looked up again',
            processName: null,
            after: [],
            document: input.stored,
            label: name,
          },
        ]
      : [];
  return { backup, clearing, warnings: kept };
}

export const backupStepId = 'backup-document';
