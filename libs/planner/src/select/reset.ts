import { type JsonObject, Problem, type StackChange } from '@showrunner/contracts';
import type { ServiceManifest } from '@showrunner/catalog';
import { pathOfService, removeIn, setIn } from '@showrunner/config';
import type { Member } from '../resolve/world.ts';
import type { Draft } from './draft.ts';
import { edit } from './edit.ts';
import { cloneInstance, entryPath, storedEntry } from './instances.ts';
import type { Selection } from './selection.ts';

type Reset = Extract<StackChange, { kind: 'reset' }>;

/**
 * Puts an entry back to its defaults, switched off. An instance that a person has made keeps its name, ports and places, or
 * goes with `remove`; where the last one goes, the template comes back.
 * @throws Problem `process.unknown`, `service.setting` for the control plane itself
 */
export function reset(change: Reset, draft: Draft): Selection {
  const member = resettable(change.processName, draft);
  return edit({ kind: 'edit', document: resetDocument(change, member, draft) }, draft);
}

/** The entry that is meant. A further copy stands in no document of its own. */
export function resettable(processName: string, { world }: Pick<Draft, 'world'>): Member {
  const member = world.members.find(({ entry }) => entry.processName === processName);
  if (member === undefined) throw new Problem('process.unknown', `Process '${processName}' not found`);
  if (member.manifest.kind !== 'unit')
    throw new Problem('service.setting', `${processName} is Showrunner itself and cannot be reset or removed.`);
  if ((member.entry.replica?.index ?? 0) > 0) {
    const message = `${processName} is a copy of ${member.entry.replica?.of}; reset that one, or run fewer copies.`;
    throw new Problem('service.setting', message);
  }
  return member;
}

/** Whether the entry goes altogether. */
export function goesWhole({ action }: Reset, { entry, manifest }: Member): boolean {
  return action === 'remove' && entry.instance !== null && entry.instance !== manifest.instances?.template;
}

function resetDocument(change: Reset, member: Member, draft: Draft): JsonObject {
  const { entry, manifest } = member;
  if (!goesWhole(change, member)) return setIn(draft.document, entry.path, freshEntry(member, draft));
  const document = removeIn(draft.document, entry.path);
  const left = storedEntry({ ...draft, document }, [...pathOfService(manifest), 'instances']) ?? {};
  const template = manifest.instances?.template;
  if (template === undefined || Object.keys(left).length > 0) return document;
  return setIn(document, entryPath(manifest, template), { ...manifest.defaults, enabled: false });
}

function freshEntry({ entry, manifest }: Member, draft: Draft): JsonObject {
  const { instance } = entry;
  if (instance === null || instance === manifest.instances?.template) return { ...manifest.defaults, enabled: false };
  const kept = identityFields(manifest).flatMap((key) => {
    const value = entry.config[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return { ...cloneInstance(draft, manifest, instance), ...Object.fromEntries(kept), enabled: false };
}

/** What tells an instance from its siblings. */
function identityFields({ defaults, ports }: ServiceManifest): readonly string[] {
  const places = Object.keys(defaults).filter((key) => /_(dir|file)$/.test(key));
  return ['process_name', ...ports.flatMap(({ field }) => field ?? []), ...places];
}
