import { type Issue, Problem } from '@showrunner/contracts';
import { getIn } from '@showrunner/config';
import { holds } from '../resolve/condition.ts';
import type { Member, World } from '../resolve/world.ts';

/** Settings with or without which an entry cannot run, as issues with the manifest's own sentences. */
export function missingSettings(member: Member, world: World): readonly Issue[] {
  const issues: Issue[] = [];
  for (const { field, message, when } of member.manifest.runtime?.needs ?? []) {
    const path = field.split('.');
    const value = getIn(member.entry.config, path);
    const blank = value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
    if (blank && holds(when, { world, member })) issues.push({ path: [...member.entry.path, ...path], message });
  }
  for (const { field, message, when } of member.manifest.runtime?.refuses ?? []) {
    if (holds(when, { world, member })) issues.push({ path: [...member.entry.path, ...field.split('.')], message });
  }
  return issues;
}

/** @throws Problem `service.setting` naming every setting that one of the entries lacks */
export function assertSettings(members: readonly Member[], world: World): void {
  const issues = members.flatMap((member) => missingSettings(member, world));
  if (issues.length > 0)
    throw new Problem('service.setting', issues.map(({ message }) => message).join(' '), { issues });
}
