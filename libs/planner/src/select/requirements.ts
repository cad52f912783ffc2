import { type JsonObject, Problem } from '@showrunner/contracts';
import type { Requirement, ServiceManifest } from '@showrunner/catalog';
import { holds } from '../resolve/condition.ts';
import { resolveLenient } from '../resolve/expression.ts';
import type { Member } from '../resolve/world.ts';
import { withCompanions } from './companions.ts';
import { withDatabase } from './databases.ts';
import { type Because, type Draft, memberAt, setValue, want } from './draft.ts';
import { addInstance, cloneInstance, entryPath, storedEntry, targetInstances } from './instances.ts';
import { applyOptions, namesOf, optionsFor } from './options.ts';
import { assertInstallable, type Request } from './request.ts';

/** Switches an entry on, making it where it is an instance that does not exist yet. */
export function switchOn(
  draft: Draft,
  manifest: ServiceManifest,
  instance: string | null,
  change: (config: JsonObject) => JsonObject,
): Draft {
  const path = entryPath(manifest, instance);
  const stored = storedEntry(draft, path);
  if (stored === undefined && instance !== null) {
    return addInstance(draft, manifest, instance, {
      ...change(cloneInstance(draft, manifest, instance)),
      enabled: true,
    });
  }
  return setValue(draft, path, { ...change(stored ?? manifest.defaults), enabled: true });
}

/** Switches on what an entry requires and brings along, and what that requires, until nothing is missing. */
export function withNeeds(
  draft: Draft,
  path: readonly string[],
  request: Request,
  seen: readonly string[] = [],
): Draft {
  const member = memberAt(draft, path);
  if (member === undefined || seen.includes(member.pointer)) return draft;
  const trail = [...seen, member.pointer];
  let result = withCompanions(draft, member, request, (next, companion) => withNeeds(next, companion, request, trail));
  for (const requirement of member.manifest.requires) {
    const current = memberAt(result, path) ?? member;
    if (!holds(requirement.when, { world: result.world, member: current })) continue;
    if (requirement.enable) result = withRequired(result, current, requirement, request, trail);
    if (requirement.database !== undefined) {
      const name = resolveLenient(requirement.database, { world: result.world, member: current, verbatim: true });
      result = withDatabase(result, requirement.service, name);
    }
  }
  return result;
}

function withRequired(
  draft: Draft,
  member: Member,
  requirement: Requirement,
  request: Request,
  trail: readonly string[],
): Draft {
  const { displayName, key } = member.manifest;
  const provider = draft.input.catalog.manifest(requirement.service);
  if (provider === undefined) {
    throw new Problem(
      'service.not-installable',
      `${displayName} needs ${requirement.service}, which this version does not know.`,
    );
  }
  const options = optionsFor(request.options, namesOf(provider));
  const keptOut = options['enabled'] === false;
  if (keptOut && !isOptional(requirement)) {
    const message = `${displayName} cannot do without ${provider.displayName}: it ${requirement.reason}.`;
    const issue = {
      path: ['service_options', provider.key, 'enabled'],
      message,
      remedy: `Leave ${provider.displayName} on, or leave ${key} out.`,
    };
    throw new Problem('document.invalid', message, { issues: [issue] });
  }
  if (keptOut) {
    const path = entryPath(provider, null);
    const stored = storedEntry(draft, path);
    return stored === undefined ? draft : setValue(draft, path, applyOptions(stored, provider, options));
  }
  assertInstallable(draft, provider, displayName);
  const because: Because = {
    by: member.entry.processName,
    sentence: `${member.entry.processName} ${requirement.reason}`,
  };
  let result = draft;
  for (const instance of providersOf(draft, member, requirement, provider)) {
    result = switchOn(result, provider, instance, (config) => applyOptions(config, provider, options));
    const path = entryPath(provider, instance);
    result = withNeeds(result, path, request, trail);
    result = want(result, memberAt(result, path)?.entry.processName ?? provider.displayName, because);
  }
  return result;
}

/** A requirement that merely orders or helps can be declined; one that must be healthy or holds data cannot. */
function isOptional(requirement: Requirement): boolean {
  return requirement.until !== 'healthy' && requirement.database === undefined;
}

function providersOf(
  draft: Draft,
  member: Member,
  requirement: Requirement,
  provider: ServiceManifest,
): readonly (string | null)[] {
  if (provider.instances === undefined) return [null];
  if (requirement.instance === 'same-name' && member.entry.instance !== null) return [member.entry.instance];
  const enabled = (draft.world.byService.get(provider.key) ?? []).filter(({ entry }) => entry.enabled);
  return enabled.length > 0 ? enabled.map(({ entry }) => entry.instance) : targetInstances(draft, provider, null);
}
