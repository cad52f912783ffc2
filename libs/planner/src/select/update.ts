import { Problem, type StackChange } from '@showrunner/contracts';
import type { VersionWish } from '../plan-model.ts';
import type { Member } from '../resolve/world.ts';
import { type Draft, want } from './draft.ts';
import { assertInstallable } from './request.ts';
import { plainSelection, type Selection } from './selection.ts';

/**
 * Installs another version of the program of a process. What runs is started anew with it; what does not run stays as it is.
 * @throws Problem `process.unknown`, `service.not-installable`
 */
export function update(change: Extract<StackChange, { kind: 'update' }>, start: Draft): Selection {
  const member = memberNamed(change.processName, start);
  assertInstallable(start, member.manifest);
  const running = start.input.facts.units.some(({ unitId, state }) => unitId === member.unitId && state !== 'stopped');
  const because = { by: 'chosen', sentence: `You asked for an update of ${member.entry.processName}` };
  const draft = running ? want(start, member.entry.processName, because) : start;
  return { ...plainSelection(draft), updates: new Map([[member.entry.processName, wishOf(change.to)]]) };
}

/** A process by its exact name. @throws Problem `process.unknown` */
export function memberNamed(processName: string, { world }: Draft): Member {
  const member = world.members.find(({ entry }) => entry.processName === processName);
  if (member?.manifest.kind !== 'unit') throw new Problem('process.unknown', `Process '${processName}' not found`);
  return member;
}

function wishOf(to = 'configured'): VersionWish | undefined {
  if (to === 'configured') return undefined;
  return to === 'latest' || to === 'prerelease' || to === 'nightly' ? { kind: to } : { kind: 'tag', tag: to };
}
