import type { Destination } from '../settings/destination.ts';
import { rankOf } from '../settings/read-settings.ts';
import type { Notice } from '../notice.ts';

/** How a notice is sent beyond the usual. */
export interface Routing {
  /** Only these destinations. */
  readonly destinationIds?: readonly string[];
  /** Filters of a destination do not count: a message that a person sends. */
  readonly forced?: boolean;
  /** Goes to a destination that is switched off, too: a test of it. */
  readonly toDisabled?: boolean;
}

/** Who is told. Order of the rules: asked for, switched on, has an address; then gravity, kind, service, recovery. */
export function routeNotice(
  notice: Notice,
  destinations: readonly Destination[],
  routing: Routing = {},
): readonly Destination[] {
  const { destinationIds, forced = false, toDisabled = false } = routing;
  return destinations
    .filter(({ id }) => destinationIds === undefined || destinationIds.includes(id))
    .filter(({ enabled, url }) => (enabled || toDisabled) && url !== '')
    .filter((destination) => forced || wants(destination, notice));
}

function wants(destination: Destination, { severity, eventType, serviceName, recovers }: Notice): boolean {
  const isRecovery = recovers.length > 0;
  if (isRecovery && !destination.sendRecovery) return false;
  if (!isRecovery && rankOf(severity) < rankOf(destination.minimumSeverity)) return false;
  const { eventTypes, serviceNames } = destination;
  const isWantedType = eventTypes.includes(eventType) || recovers.some((one) => eventTypes.includes(one));
  if (eventTypes.length > 0 && !isWantedType) return false;
  if (serviceNames.length === 0) return true;
  const name = serviceName?.toLowerCase();
  return serviceNames.some((one) => one.toLowerCase() === name);
}

type CooldownSubject = Pick<Notice, 'eventType' | 'serviceName' | 'condition'>;

/** What a cooldown is counted for: destination, event, service and condition together. */
export function cooldownKey(destinationId: string, { eventType, serviceName, condition }: CooldownSubject): string {
  return JSON.stringify([destinationId, eventType, serviceName?.toLowerCase() ?? '', condition]);
}
