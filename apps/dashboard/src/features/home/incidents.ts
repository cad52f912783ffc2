import type { ServiceView } from '@showrunner/contracts';
import { isTroubled, toDisplayState } from '../../shared/ui/state/display-state.ts';

/** One thing that needs a hand, with what follows from it. */
export interface Incident {
  readonly cause: ServiceView;
  readonly consequences: readonly ServiceView[];
}

/**
 * Joins troubles to causes: a troubled service that needs no other troubled one is a cause; what needs it and is
 * troubled or waiting is its consequence, named once, under the first cause that explains it.
 */
export function findIncidents(services: readonly ServiceView[]): readonly Incident[] {
  const on = services.filter((service) => service.enabled);
  const troubled = new Set(on.filter((service) => isTroubled(service.status)).map((service) => service.processName));
  const needs = new Map(on.map((service) => [service.processName, allNeeds(on, service)]));
  const causes = on.filter(({ processName }) => {
    if (!troubled.has(processName)) return false;
    // In a circle of troubles nobody is first, so each is shown.
    return ![...(needs.get(processName) ?? [])].some(
      (name) => troubled.has(name) && !needs.get(name)?.has(processName),
    );
  });
  const named = new Set(causes.map((cause) => cause.processName));
  const incidents = causes.map((cause) => {
    const consequences = on.filter(({ processName, status }) => {
      if (named.has(processName) || !needs.get(processName)?.has(cause.processName)) return false;
      return troubled.has(processName) || status.state === 'waiting';
    });
    for (const consequence of consequences) named.add(consequence.processName);
    return { cause, consequences };
  });
  return incidents.sort((one, other) => weight(other) - weight(one));
}

/** What has failed comes before what limps, and what holds up more before what holds up less. */
function weight({ cause, consequences }: Incident): number {
  return (toDisplayState(cause.status).tone === 'fail' ? 1_000 : 0) + consequences.length;
}

function allNeeds(services: readonly ServiceView[], service: ServiceView): ReadonlySet<string> {
  const byName = new Map(services.map((one) => [one.processName, one]));
  const reached = new Set(service.needs);
  for (const name of reached) byName.get(name)?.needs.forEach((next) => reached.add(next));
  return reached;
}
