import { canonical } from '../fingerprint.ts';
import { toSentenceList } from '../resolve/names.ts';
import type { UnitPlan } from './unit-plan.ts';

/** Why a running unit has to be started anew: what of it changed, for a person. Values are not told; they may be secret. */
export function differences(before: UnitPlan | undefined, after: UnitPlan): string {
  if (before === undefined) return 'it still runs with earlier settings';
  const found = [
    ...changedPorts(before, after),
    ...(after.installs ? ['its program is installed anew'] : []),
    ...(canonical(before.spec.argv) === canonical(after.spec.argv) ? [] : ['its arguments change']),
    ...named('its environment changes', changedKeys(before.spec.env, after.spec.env)),
    ...named('its settings change', changedFiles(before, after)),
    ...(canonical(before.spec.user) === canonical(after.spec.user) ? [] : ['it runs as another user']),
    ...(before.spec.limits?.openFiles === after.spec.limits?.openFiles ? [] : ['its limit of open files changes']),
    ...(before.spec.cwd === after.spec.cwd ? [] : ['it runs in another directory']),
  ];
  return found.length > 0 ? toSentenceList(found) : 'it still runs with earlier settings';
}

function changedPorts(before: UnitPlan, after: UnitPlan): readonly string[] {
  const { ports } = after.member;
  return after.member.manifest.ports.flatMap(({ id }) => {
    const from = before.member.ports[id];
    const to = ports[id];
    return from === to || from === undefined ? [] : [`its port changes from ${from} to ${to ?? 'none'}`];
  });
}

function changedFiles(before: UnitPlan, after: UnitPlan): readonly string[] {
  const old = new Map(before.files.map((file) => [file.path, canonical(file)]));
  const changed = after.files.filter((file) => old.get(file.path) !== canonical(file));
  return changed.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
}

function changedKeys(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => before[key] !== after[key]);
}

function named(sentence: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${sentence} (${names.slice(0, 4).join(', ')}${names.length > 4 ? ', …' : ''})`];
}
