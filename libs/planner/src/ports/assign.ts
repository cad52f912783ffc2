import { type PortMove, Problem } from '@showrunner/contracts';
import type { PortTable, World } from '../resolve/world.ts';
import { createListeners, type Listeners } from './busy.ts';
import { keyOf, type PortGroup, portGroups } from './groups.ts';

const highestPort = 65535;

/** How much may move. */
export interface PortRules {
  /** Whether the entry is about to be started, so that its ports must be free and may move. */
  readonly starts: (group: PortGroup) => boolean;
  /** Whether its program runs now, on the ports that it has. */
  readonly runs: (group: PortGroup) => boolean;
  /** Whether the port is given by the environment, so that the document cannot move it. */
  readonly pinned: (group: PortGroup) => boolean;
  /** Ports that this very change has set. */
  readonly justSet: ReadonlySet<string>;
}

export interface PortAssignment {
  readonly ports: PortTable;
  readonly moves: readonly (PortMove & { readonly path: readonly string[] })[];
  /** Entry pointer and port id of what moved → the port that was asked for. */
  readonly requested: Readonly<Record<string, number>>;
}

/** Who holds or is promised a port. */
interface Claim {
  readonly group: PortGroup;
  readonly firm: boolean;
}

/**
 * Gives every enabled entry its ports (PORT-2 to PORT-5). What runs, what is fixed and what is not touched stays; the
 * rest is served in document order, and who finds its port taken gets the lowest free one above. Pairs stay pairs.
 * @throws Problem `port.conflict` naming the holder where a port cannot move
 */
export function assignPorts(world: World, rules: PortRules): PortAssignment {
  const groups = portGroups(world);
  const listeners = createListeners(world.facts, world.members);
  const claims = new Map<number, Claim>();
  const table = new Map<string, Record<string, number>>();
  const moves: PortAssignment['moves'][number][] = [];
  const requested: Record<string, number> = {};
  const place = (group: PortGroup, port: number, firm: boolean) => {
    const ports = table.get(group.member.pointer) ?? { ...group.member.ports };
    for (const { spec, offset } of group.parts) {
      ports[spec.id] = port + offset;
      claims.set(port + offset, { group, firm });
    }
    table.set(group.member.pointer, ports);
  };

  const held = groups.flatMap((group) => {
    const port = heldPort(group, rules, listeners);
    return port === undefined ? [] : [{ group, port }];
  });
  // Fixed ones last: by then it is known who runs where.
  held.sort((a, b) => Number(isFixed(a.group, rules)) - Number(isFixed(b.group, rules)));
  for (const { group, port } of held) {
    if (isFixed(group, rules)) assertFree(group, port, { claims, listeners, rules });
    if (isFixed(group, rules) || !claims.has(port)) place(group, port, true);
    else
      table.set(group.member.pointer, {
        ...group.member.ports,
        ...table.get(group.member.pointer),
        [group.base.id]: port,
      });
  }

  const staying = new Set(held.map(({ group }) => group));
  const movable = groups.filter((group) => !staying.has(group));
  for (const group of movable) {
    for (const { offset } of group.parts) {
      const port = group.requested + offset;
      if (!claims.has(port)) claims.set(port, { group, firm: false });
    }
  }
  for (const group of movable) {
    const holder = (port: number) => holderOf(port, group, claims, listeners);
    const port = lowestFree(group, holder);
    if (port !== group.requested) {
      const because = holder(group.requested) ?? 'another program';
      refuseContradiction(group, claims, rules);
      if (group.field !== undefined) {
        moves.push(moveOf(group, port, because, group.field));
        requested[`${group.member.pointer}#${group.base.id}`] = group.requested;
      }
    }
    place(group, port, true);
  }
  return { ports: table, moves, requested };
}

/** The port of a group that is not to move in this plan; `undefined` where it may. */
function heldPort(group: PortGroup, rules: PortRules, listeners: Listeners): number | undefined {
  const { member, base, requested } = group;
  if (member.manifest.kind === 'control-plane' || isFixed(group, rules)) return requested;
  if (group.field !== undefined) return rules.runs(group) || !rules.starts(group) ? requested : undefined;
  if (!rules.runs(group)) return undefined;
  // A port without a field is known only by who listens: not on one of the others, and not below where it may be.
  const others = new Set(
    member.manifest.ports
      .filter(({ id, field }) => id !== base.id && field !== undefined)
      .map(({ id }) => member.ports[id]),
  );
  return listeners.portsOf(member.unitId).find((port) => port >= base.default && !others.has(port));
}

function isFixed(group: PortGroup, rules: PortRules): boolean {
  return group.base.fixed === true || rules.pinned(group);
}

function holderOf(
  port: number,
  group: PortGroup,
  claims: ReadonlyMap<number, Claim>,
  listeners: Listeners,
): string | undefined {
  for (const { offset } of group.parts) {
    const claim = claims.get(port + offset);
    if (claim !== undefined && claim.group !== group) return claim.group.member.entry.processName;
    const listener = listeners.holderOf(port + offset, group.member);
    if (listener !== undefined) return listener;
  }
  return undefined;
}

function lowestFree(group: PortGroup, holder: (port: number) => string | undefined): number {
  const reach = Math.max(...group.parts.map(({ offset }) => offset));
  for (let port = group.requested; port + reach <= highestPort; port++) if (holder(port) === undefined) return port;
  const { processName } = group.member.entry;
  throw new Problem(
    'port.conflict',
    `${processName} finds no free port from ${group.requested} up to ${highestPort}.`,
    {
      details: { processName, port: group.requested },
    },
  );
}

function assertFree(
  group: PortGroup,
  port: number,
  { claims, listeners, rules }: { claims: ReadonlyMap<number, Claim>; listeners: Listeners; rules: PortRules },
): void {
  const starts = rules.starts(group) && !rules.runs(group);
  const claim = claims.get(port);
  const other = claim !== undefined && (isFixed(claim.group, rules) || rules.runs(claim.group)) ? claim : undefined;
  const holder = other?.group.member.entry.processName ?? (starts ? listeners.holderOf(port, group.member) : undefined);
  if (holder === undefined || !(starts || (other !== undefined && rules.starts(other.group)))) return;
  const { processName } = group.member.entry;
  throw conflict(
    `${processName} needs port ${port}, which ${holder} holds, and it cannot use another one.`,
    processName,
    port,
  );
}

/** One edit that gives two entries the same port contradicts itself; nobody is moved behind the person's back. */
function refuseContradiction(group: PortGroup, claims: ReadonlyMap<number, Claim>, { justSet }: PortRules): void {
  if (!justSet.has(keyOf(group))) return;
  const other = group.parts
    .map(({ offset }) => claims.get(group.requested + offset)?.group)
    .find((claim) => claim !== undefined && claim !== group);
  if (other === undefined || !justSet.has(keyOf(other))) return;
  const names = [other.member.entry.processName, group.member.entry.processName] as const;
  throw conflict(`${names[0]} and ${names[1]} were both given port ${group.requested}.`, names[1], group.requested);
}

function conflict(message: string, processName: string, port: number): Problem {
  return new Problem('port.conflict', message, { details: { processName, port } });
}

function moveOf(group: PortGroup, to: number, holder: string, field: string): PortAssignment['moves'][number] {
  const { processName, path } = group.member.entry;
  const from = group.requested;
  const reason = `${processName} moves from port ${from} to ${to} because ${holder} holds ${heldIn(group, from)}`;
  return { processName, field, from, to, reason, path: [...path, ...field.split('.')] };
}

function heldIn(group: PortGroup, from: number): string {
  return group.parts.length === 1 ? String(from) : `${from} or the port that belongs to it`;
}
