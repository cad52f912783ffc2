import { Problem, type StackChange } from '@showrunner/contracts';
import { toSentenceList } from '../resolve/names.ts';
import { isRunnable, type Member } from '../resolve/world.ts';
import { type Draft, memberAt, want, warn } from './draft.ts';
import { assertInstallable, emptyRequest } from './request.ts';
import { switchOn, withNeeds } from './requirements.ts';
import { plainSelection, type Selection } from './selection.ts';
import { assertSettings, missingSettings } from './settings.ts';

type Named = Extract<StackChange, { kind: 'start' | 'restart' | 'stop' }>;

/** Entries by their exact process names; that of a scaled service means all of its copies. @throws Problem `process.unknown` */
export function namedMembers(change: Named, draft: Draft): readonly Member[] {
  const found = change.processNames.flatMap((name) => {
    const members = draft.world.members.filter(
      ({ entry, manifest }) => manifest.kind === 'unit' && (entry.processName === name || entry.replica?.of === name),
    );
    if (members.length === 0) throw new Problem('process.unknown', `Process '${name}' not found`);
    return members;
  });
  return [...new Set(found)];
}

/** Starts or restarts processes by name. An entry that is switched off is switched on with what it needs. */
export function startNamed(change: Named, start: Draft): Selection {
  let draft = start;
  for (const { entry, manifest } of namedMembers(change, start)) {
    assertInstallable(draft, manifest);
    if (!entry.enabled) {
      draft = switchOn(draft, manifest, entry.instance, (config) => config);
      draft = withNeeds(draft, entry.path, emptyRequest);
    }
    draft = want(draft, entry.processName, { by: 'chosen', sentence: 'You asked for it' });
    const member = memberAt(draft, entry.path);
    if (member !== undefined) assertSettings([member], draft.world);
  }
  const restarts = new Set(
    change.kind === 'restart' ? namedMembers(change, start).map(({ entry }) => entry.processName) : [],
  );
  return { ...plainSelection(draft), restarts };
}

/** Wants everything that is switched on, except what a person has stopped. */
export function reconcile(start: Draft): Selection {
  const held = new Set(start.input.facts.units.filter((fact) => fact.held === true).map(({ unitId }) => unitId));
  let draft = start;
  for (const member of start.world.members) {
    const { entry, manifest, unitId } = member;
    if (!entry.enabled || manifest.kind !== 'unit' || held.has(unitId)) continue;
    if (!isRunnable(member)) {
      if (start.input.allowUninstallable !== true) {
        draft = warn(
          draft,
          `${entry.processName} is switched on, but this version cannot install it; it is left alone.`,
        );
      }
      continue;
    }
    const missing = missingSettings(member, start.world);
    if (missing.length > 0) {
      draft = warn(
        draft,
        `${entry.processName} is left alone: ${toSentenceList(missing.map(({ message }) => message))}`,
      );
      continue;
    }
    draft = want(draft, entry.processName, { by: 'chosen', sentence: `${entry.processName} is switched on` });
  }
  return plainSelection(draft);
}
