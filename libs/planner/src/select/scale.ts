import { Problem, type StackChange } from '@showrunner/contracts';
import { setIn } from '@showrunner/config';
import { type Because, type Draft, want } from './draft.ts';
import { edit } from './edit.ts';
import type { Selection } from './selection.ts';

/**
 * Sets the number of copies of a service, which is an edit of its `scale`.
 * @throws Problem `process.unknown`, `service.not-scalable`, `service.scale-limit`
 */
export function scale(change: Extract<StackChange, { kind: 'scale' }>, draft: Draft): Selection {
  const { processName, replicas } = change;
  const member = draft.world.members.find(({ entry }) => entry.processName === processName);
  if (member?.manifest.kind !== 'unit') throw new Problem('process.unknown', `Process '${processName}' not found`);
  const { entry, manifest } = member;
  if (manifest.replicas === undefined || (entry.replica?.index ?? 0) > 0) {
    const reason =
      entry.replica === undefined ? 'two of it would share its data' : `it is a copy of ${entry.replica.of}`;
    throw new Problem('service.not-scalable', `${processName} cannot be scaled: ${reason}.`);
  }
  const { max } = manifest.replicas;
  if (replicas > max) {
    const message = `${processName} may have at most ${max} copies; ${replicas} were asked for.`;
    throw new Problem('service.scale-limit', message, { details: { maxScale: max } });
  }
  const selection = edit({ kind: 'edit', document: setIn(draft.document, [...entry.path, 'scale'], replicas) }, draft);
  return { ...selection, draft: wantCopies(selection.draft, processName) };
}

/** A number of copies is a wish for each of them, also for one that was stopped by hand or on the way to another number. */
function wantCopies(draft: Draft, processName: string): Draft {
  const copies = draft.world.members.filter(({ entry }) => entry.enabled && entry.replica?.of === processName);
  const because: Because = { by: 'chosen', sentence: `You asked for ${copies.length} of it` };
  return copies.reduce((result, { entry }) => want(result, entry.processName, because), draft);
}
