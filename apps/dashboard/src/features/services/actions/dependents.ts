import type { ServiceView } from '@showrunner/contracts';
import { isLive } from '../../../shared/ui/state/display-state.ts';

/** The services that run now and need this one, directly or through another; nearest first. */
export function liveDependents(services: readonly ServiceView[], processName: string): string[] {
  const byName = new Map(services.map((service) => [service.processName, service]));
  // A set grows while it is walked and takes each name once, so a circle ends too.
  const reached = new Set([processName]);
  for (const name of reached) byName.get(name)?.neededBy.forEach((next) => reached.add(next));
  reached.delete(processName);
  return [...reached].filter((name) => {
    const service = byName.get(name);
    return service !== undefined && isLive(service.status);
  });
}
