import { Problem, type StackChange } from '@showrunner/contracts';
import { setIn } from '@showrunner/config';
import type { Draft } from './draft.ts';
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
  return edit({ kind: 'edit', document: setIn(draft.document, [...entry.path, 'scale'], replicas) }, draft);
}
