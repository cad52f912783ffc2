import type { ServiceManifest } from '@showrunner/catalog';
import { coreTags, type Member, type World } from './world.ts';

/**
 * The instance of a service that an entry is linked to: the one of the same name, else one that is tagged with us or we
 * with it, else the only enabled one.
 */
export function instanceOf(service: string, member: Member, world: World): Member | undefined {
  const candidates = (world.byService.get(service) ?? []).filter((candidate) => candidate.entry.enabled);
  return (
    candidates.find(
      (candidate) => candidate.entry.instance !== null && candidate.entry.instance === member.entry.instance,
    ) ??
    candidates.find((candidate) => isTagged(candidate, member)) ??
    (candidates.length === 1 && candidates[0]?.entry.instance === null ? candidates[0] : undefined)
  );
}

/** Whether one of the two names the other as the core service that it belongs to. */
export function isTagged(candidate: Member, member: Member): boolean {
  return isTaggedWith(candidate, member.manifest) || isTaggedWith(member, candidate.manifest);
}

/** Whether an entry names a core service, by its key or by a name that it had before. */
export function isTaggedWith({ entry }: Member, { key, aliases = [] }: ServiceManifest): boolean {
  return coreTags(entry.config).some((tag) => tag === key || aliases.includes(tag));
}

/** Whether two entries belong to the same core service. */
export function sharesTag(a: Member, b: Member, { catalog }: World): boolean {
  const named = new Set(coreTags(b.entry.config));
  return coreTags(a.entry.config).some((tag) => {
    const manifest =
      catalog.manifest(tag) ?? catalog.all.find((other) => other.manifest.aliases?.includes(tag))?.manifest;
    return named.has(tag) || (manifest !== undefined && isTaggedWith(b, manifest));
  });
}
