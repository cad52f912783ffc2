import { type Issue, type Json, type JsonObject, Problem } from '@showrunner/contracts';
import type { CompanionSpec, ServiceManifest } from '@showrunner/catalog';
import { holds } from '../resolve/condition.ts';
import { resolveJson, resolveText } from '../resolve/expression.ts';
import { toProviderWord, toSlug } from '../resolve/names.ts';
import type { Owner } from '../resolve/references.ts';
import { coreTags, type Member } from '../resolve/world.ts';
import { applyCredentials } from './credentials.ts';
import { type Draft, memberAt, setValue, want, warn } from './draft.ts';
import { addInstance, entryPath, entryScope, storedEntry } from './instances.ts';
import { applyOptions, invalidOptions, knowsOption, namesOf, optionsFor } from './options.ts';
import { assertInstallable, type Request } from './request.ts';

type Follow = (draft: Draft, path: readonly string[]) => Draft;

/** The name under which a core service's companions go: `Riven`. It is their instance name as well (ONB-11). */
export function ownerOf(manifest: ServiceManifest): Owner {
  const display = manifest.onboarding?.name ?? manifest.displayName;
  return { key: manifest.key, display, slug: toSlug(display) };
}

/** Whether a core service brings that companion along as it is configured now. */
export function appliesCompanion(spec: CompanionSpec, member: Member, draft: Pick<Draft, 'world'>): boolean {
  return holds(spec.when, { world: draft.world, member, owner: ownerOf(member.manifest) });
}

/** Makes or reuses the companions of a core service; those that no longer apply are switched off, never deleted. */
export function withCompanions(draft: Draft, member: Member, request: Request, follow: Follow): Draft {
  const companions = member.manifest.companions ?? [];
  assertCompanionOptions(draft, member, request);
  let result = draft;
  for (const spec of companions) {
    const provider = draft.input.catalog.manifest(spec.service);
    const name = member.manifest.displayName;
    if (provider === undefined)
      throw new Problem('service.not-installable', `${name} needs ${spec.service}, which this version does not know.`);
    const path = entryPath(provider, ownerOf(member.manifest).display);
    if (!appliesCompanion(spec, member, result)) {
      result = withoutCompanion(result, member, path);
      continue;
    }
    assertInstallable(result, provider, name);
    result = withCompanion(result, member, spec, provider, request);
    result = follow(result, path);
    const processName = memberAt(result, path)?.entry.processName ?? provider.displayName;
    result = want(result, processName, {
      by: member.entry.processName,
      sentence: `${name} comes with its own ${provider.displayName}`,
    });
  }
  return result;
}

function withCompanion(
  draft: Draft,
  member: Member,
  spec: CompanionSpec,
  provider: ServiceManifest,
  request: Request,
): Draft {
  const owner = ownerOf(member.manifest);
  const path = entryPath(provider, owner.display);
  const named = optionsFor(request.options, namesOf(provider));
  const shared = sharedOptions(member, request);
  const own = Object.fromEntries(Object.entries(shared).filter(([key]) => knowsOption(provider, key)));
  const change = (config: JsonObject) =>
    applyCredentials(applyOptions(config, provider, { ...named, ...own }), provider, request.credentials);
  const stored = storedEntry(draft, path);
  if (stored !== undefined) return setValue(draft, path, { ...change(stored), enabled: true });
  return addInstance(draft, provider, owner.display, {
    ...change(composeEntry(draft, owner, spec, provider, request)),
    enabled: true,
  });
}

/** The entry of a new companion: the template's defaults, what its manifest says for companions, what the core adds. */
function composeEntry(
  draft: Draft,
  owner: Owner,
  spec: CompanionSpec,
  provider: ServiceManifest,
  request: Request,
): JsonObject {
  const { defaults, companion } = provider;
  const [chosen] = request.credentials;
  const asked = { provider: toProviderWord(chosen?.provider ?? 'RealDebrid'), key: chosen?.key ?? '' };
  const scope = entryScope(draft, provider, owner.display, defaults, { owner, request: asked });
  const resolve = (values: Readonly<Record<string, Json>> = {}) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, resolveJson(value, scope)]));
  return {
    ...defaults,
    ...(Object.hasOwn(defaults, 'core_service') ? { core_service: owner.key } : {}),
    process_name: resolveText(companion?.processName ?? `${provider.displayName} w/ ${owner.display}`, scope),
    ...resolve(companion?.set),
    ...resolve(spec.set),
  };
}

function withoutCompanion(draft: Draft, member: Member, path: readonly string[]): Draft {
  const companion = memberAt(draft, path);
  if (companion === undefined || !companion.entry.enabled) return draft;
  if (!coreTags(companion.entry.config).includes(member.entry.serviceKey)) return draft;
  const off = setValue(draft, [...path, 'enabled'], false);
  return warn(
    off,
    `${companion.entry.processName} is switched off: ${member.manifest.displayName} does not use it as it is set now.`,
  );
}

/** An option under the owner's name goes to the companions that have it; one that none has is an error. */
function assertCompanionOptions(draft: Draft, member: Member, request: Request): void {
  const { display } = ownerOf(member.manifest);
  const applied = (member.manifest.companions ?? []).filter((spec) => appliesCompanion(spec, member, draft));
  const providers = applied.flatMap(({ service }) => draft.input.catalog.manifest(service) ?? []);
  if (providers.length === 0) return;
  const issues: Issue[] = [];
  for (const key of Object.keys(sharedOptions(member, request))) {
    if (providers.some((provider) => knowsOption(provider, key))) continue;
    issues.push({
      path: ['service_options', display, key],
      message: `No companion of ${display} has an option ${key}.`,
    });
  }
  for (const provider of providers) {
    if (optionsFor(request.options, namesOf(provider))['enabled'] !== false) continue;
    const message = `${display} cannot do without ${provider.displayName}.`;
    issues.push({ path: ['service_options', provider.key, 'enabled'], message });
  }
  if (issues.length > 0) throw invalidOptions(issues);
}

/** Options under the name that the companions share. Where that is the core's own name too, they are the core's. */
function sharedOptions({ manifest }: Member, request: Request): JsonObject {
  const { display } = ownerOf(manifest);
  const own = namesOf(manifest).some((name) => name.toLowerCase() === display.toLowerCase());
  return own ? {} : optionsFor(request.options, [display]);
}
