import { type JsonObject, Problem, type StackChange } from '@showrunner/contracts';
import { validateDocument } from '@showrunner/config';
import type { UnitFact } from '../facts.ts';
import { isEqual } from '../json.ts';
import { configuredPort, isRunnable, type Member, type World } from '../resolve/world.ts';
import { appliesCompanion, withCompanions } from './companions.ts';
import { createDraft, type Draft, memberAt, want } from './draft.ts';
import { isNoise } from './noise.ts';
import { emptyRequest } from './request.ts';
import { withNeeds } from './requirements.ts';
import { plainSelection, type Selection } from './selection.ts';
import { assertSettings } from './settings.ts';

/**
 * Replaces the document. Only what follows from the difference is wanted: what was switched on with its needs, and what
 * ran, or tried to, and was changed.
 * @throws Problem `document.invalid` with every wrong path
 */
export function edit(change: Extract<StackChange, { kind: 'edit' }>, start: Draft): Selection {
  const { input } = start;
  const document = change.document as JsonObject; // it came over the wire as JSON
  const issues = validateDocument(document, input.catalog);
  if (issues.length > 0) {
    throw new Problem('document.invalid', `The edit is not valid: ${issues[0]?.message ?? ''}`, { issues });
  }
  const before = new Map(start.world.members.map((member) => [member.pointer, member]));
  let draft = createDraft(input, document);
  for (const { entry, pointer, manifest } of draft.world.members) {
    const old = before.get(pointer);
    if (!entry.enabled || manifest.kind !== 'unit') continue;
    if (old?.entry.enabled !== true) draft = switchedOn(draft, entry.path);
    else if (hasChanged(old, entry.config)) draft = changed(draft, old, entry.path, start.world);
  }
  assertUniqueNames(draft.world);
  assertSettings(newlyWanted(draft, before), draft.world);
  return { ...plainSelection(draft), justSet: setPorts(start.world, createDraft(input, document).world) };
}

function switchedOn(draft: Draft, path: readonly string[]): Draft {
  const name = memberAt(draft, path)?.entry.processName ?? '';
  return withNeeds(want(draft, name, { by: 'chosen', sentence: `You switched ${name} on` }), path, emptyRequest);
}

function changed(draft: Draft, old: Member, path: readonly string[], before: World): Draft {
  const member = memberAt(draft, path);
  if (member === undefined) return draft;
  const flipped = (member.manifest.companions ?? []).some(
    (spec) => appliesCompanion(spec, old, { world: before }) !== appliesCompanion(spec, member, draft),
  );
  const result = flipped
    ? withCompanions(draft, member, emptyRequest, (next, companion) => withNeeds(next, companion, emptyRequest))
    : draft;
  // A renamed process is another unit; whether it is to run is known of the old one.
  const tried = draft.input.facts.units.some(
    (fact) => (fact.unitId === member.unitId || fact.unitId === old.unitId) && isTried(fact),
  );
  if (!tried) return result;
  return want(result, member.entry.processName, { by: 'chosen', sentence: `You changed ${member.entry.processName}` });
}

/** Whether it runs, or would if it could. */
function isTried(fact: UnitFact): boolean {
  return fact.state !== 'stopped' && fact.state !== 'stopping';
}

function hasChanged(old: Member, config: JsonObject): boolean {
  const keys = new Set([...Object.keys(old.entry.config), ...Object.keys(config)]);
  return [...keys].some((key) => !isNoise(key) && !isEqual(old.entry.config[key], config[key]));
}

function newlyWanted(draft: Draft, before: ReadonlyMap<string, Member>): readonly Member[] {
  return draft.world.members.filter(
    (member) =>
      isRunnable(member) &&
      draft.wanted.has(member.entry.processName) &&
      before.get(member.pointer)?.entry.enabled !== true,
  );
}

/** Two programs of one name cannot be told apart. @throws Problem `document.invalid` */
function assertUniqueNames(world: World): void {
  const seen = new Map<string, Member>();
  for (const member of world.members) {
    if (!member.entry.enabled) continue;
    const other = seen.get(member.unitId);
    if (other !== undefined) {
      const message = `${other.entry.processName} and ${member.entry.processName} have the same name. Rename one of them.`;
      throw new Problem('document.invalid', message, {
        issues: [{ path: [...member.entry.path, 'process_name'], message }],
      });
    }
    seen.set(member.unitId, member);
  }
}

/** Ports that the edit gave an entry which was there before, as `pointer#port id`. */
function setPorts(before: World, after: World): ReadonlySet<string> {
  const found = new Set<string>();
  const old = new Map(before.members.map((member) => [member.pointer, member]));
  for (const { entry, manifest, pointer } of after.members) {
    const was = old.get(pointer);
    for (const spec of was === undefined ? [] : manifest.ports) {
      if (was !== undefined && configuredPort(was.entry, spec) !== configuredPort(entry, spec))
        found.add(`${pointer}#${spec.id}`);
    }
  }
  return found;
}
