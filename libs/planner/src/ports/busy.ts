import type { UnitId } from '@showrunner/contracts';
import type { HostFacts } from '../facts.ts';
import type { Member } from '../resolve/world.ts';

type Listener = HostFacts['ports'][number];

/** Who listens on this machine, as seen by an entry that wants a port. */
export interface Listeners {
  /** Who keeps an entry from binding a port now: a sentence part such as `nginx (pid 812)`. */
  holderOf(port: number, member: Member): string | undefined;
  /** Ports that a unit listens on, ascending. */
  portsOf(unitId: UnitId): readonly number[];
}

/** Indexes the listening sockets. Those of our own units that are going away count as free. */
export function createListeners(facts: HostFacts, members: readonly Member[]): Listeners {
  const byPort = new Map<number, Listener[]>();
  for (const listener of facts.ports) byPort.set(listener.port, [...(byPort.get(listener.port) ?? []), listener]);
  const enabled = new Map(members.filter(({ entry }) => entry.enabled).map((member) => [member.unitId, member]));
  return {
    holderOf: (port, member) => {
      const holder = byPort
        .get(port)
        ?.find(({ unitId }) => unitId === undefined || (unitId !== member.unitId && enabled.has(unitId)));
      if (holder === undefined) return undefined;
      return (
        (holder.unitId === undefined ? undefined : enabled.get(holder.unitId)?.entry.processName) ?? describe(holder)
      );
    },
    portsOf: (unitId) =>
      facts.ports
        .filter((listener) => listener.unitId === unitId)
        .map(({ port }) => port)
        .sort((a, b) => a - b),
  };
}

function describe({ program, pid }: Listener): string {
  if (program === undefined) return pid === undefined ? 'another program' : `another program (pid ${pid})`;
  return pid === undefined ? program : `${program} (pid ${pid})`;
}
