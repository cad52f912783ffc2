import type { Requirement } from '../vocabulary/links.ts';

/** Starts after these services where they run too; switches none of them on. */
export function afterIfEnabled(services: readonly string[], reason: string): readonly Requirement[] {
  return services.map((service) => ({ service, kind: 'order', until: 'started', enable: false, reason }));
}
