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
  return (
    coreTags(candidate.entry.config).includes(member.entry.serviceKey) ||
    coreTags(member.entry.config).includes(candidate.entry.serviceKey)
  );
}
