import { type Issue, type JsonObject, toUnitId } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import { listEntries } from '../entries/list-entries.ts';
import { toReadablePath } from '../json/pointer.ts';

/** Names are identities: two enabled entries may not share one, and each must leave something to name a file after. */
export function nameIssues(document: JsonObject, catalog: Catalog): readonly Issue[] {
  const holders = new Map<string, readonly string[]>();
  return listEntries(document, catalog).flatMap((entry): readonly Issue[] => {
    if (!entry.enabled || entry.processName === '') return [];
    const id = toUnitId(entry.processName);
    const path = [...entry.path, 'process_name'];
    if (id === '')
      return [
        { path, message: 'has no letter or digit that a file could be named after', remedy: 'use some of a–z or 0–9' },
      ];
    const holder = holders.get(id);
    if (holder === undefined) {
      holders.set(id, entry.path);
      return [];
    }
    const message = `is the same name as that of ${toReadablePath(holder)}: "${entry.processName}"`;
    return [{ path, message, remedy: 'give one of them another name' }];
  });
}
