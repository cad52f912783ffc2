import type { ConnectionSpec } from '@showrunner/catalog';
import { Problem, type UnitId } from '@showrunner/contracts';
import type { Step } from '../plan-model.ts';
import type { Member, World } from '../resolve/world.ts';
import type { Decision } from '../steps/decide.ts';
import { unique } from '../steps/unit-steps.ts';
import { type Connection, connectionsIn } from './find.ts';
import type { PlannedConnection } from './record.ts';
import { connectionFingerprint, planConnection, textOf } from './resolve.ts';
import { formerMember, memberOf } from './scope.ts';

export interface ConnectionsInput {
  readonly world: World;
  readonly decisions: readonly Decision[];
  /** Units that end with the change. */
  readonly stopping: ReadonlySet<UnitId>;
  /** Keys of connections that are made again whatever is recorded of them. */
  readonly again: ReadonlySet<string>;
  /** The stack as it was before the change; asked for only where it is needed. */
  readonly former: () => World;
}

/** What is to be connected and what is to be undone, before it is known which steps come before. */
export interface PlannedConnections {
  /** Entries that have to serve for it. */
  readonly ends: ReadonlySet<Member>;
  /** @param base steps before everything else */
  steps(units: readonly Step[], base: readonly string[]): readonly Step[];
}

interface Task {
  readonly kind: 'connect' | 'disconnect';
  readonly planned: PlannedConnection;
  readonly title: string;
  readonly reason: string;
  /** The ends that must serve. */
  readonly ends: readonly Member[];
}

/**
 * Compares the connections that there are to be with those that are recorded, among the units that run after the change.
 * @throws Problem `connection.unknown` for a key that stands for none
 */
export function planConnections(input: ConnectionsInput): PlannedConnections {
  const wanted = connectionsIn(input.world);
  const unknown = [...input.again].find((key) => !wanted.has(key));
  if (unknown !== undefined) throw new Problem('connection.unknown', `There is no connection ${unknown}.`);
  const tasks = [...disconnects(wanted, input), ...connects(wanted, input)];
  return {
    ends: new Set(tasks.flatMap(({ ends }) => ends)),
    steps: (units, base) => {
      const undone = tasks.filter(({ kind }) => kind === 'disconnect');
      return tasks.map((task) => toStep(task, undone, units, base));
    },
  };
}

function connects(wanted: ReadonlyMap<string, Connection>, input: ConnectionsInput): readonly Task[] {
  const { world } = input;
  const { applied } = world.facts;
  return [...wanted.values()].flatMap((connection): readonly Task[] => {
    const { key, spec, member, peer } = connection;
    const ends = [decisionOf(member, input), decisionOf(peer, input)];
    if (ends.includes(undefined)) return [];
    const planned = planConnection(spec, member, peer, world);
    const text = (sentence: string) => textOf(sentence, spec, member, peer, world);
    if (input.again.has(key)) {
      const reason = `${text(spec.reason)}; it is not there any more, or is to be made again`;
      return [{ kind: 'connect', planned, title: text(spec.title), reason, ends: [member, peer] }];
    }
    if (applied[key] === connectionFingerprint(planned)) return [];
    if (!ends.some(isConcerned) && !isAltered(connection, planned, input.former())) return [];
    const reason =
      applied[key] === undefined
        ? text(spec.reason)
        : `${text(spec.reason)}; what one of the two was told of the other is not true any more`;
    return [{ kind: 'connect', planned, title: text(spec.title), reason, ends: [member, peer] }];
  });
}

/** Recorded connections that are not to be any more, as far as the end that holds them runs. */
function disconnects(wanted: ReadonlyMap<string, Connection>, input: ConnectionsInput): readonly Task[] {
  const { world, former } = input;
  return Object.entries(world.facts.connections).flatMap(([key, record]): readonly Task[] => {
    if (wanted.has(key)) return [];
    const spec = specOf(record.self.serviceKey, record.connection, world);
    if (spec === undefined) return [];
    const keeper = memberOf(record[spec.keptBy], world);
    const decision = keeper === undefined ? undefined : decisionOf(keeper, input);
    if (keeper === undefined || decision === undefined) return [];
    if (!isConcerned(decision) && !connectionsIn(former()).has(key)) return [];
    const find = (end: 'self' | 'peer') =>
      memberOf(record[end], world) ?? memberOf(record[end], former()) ?? formerMember(record[end], world);
    const member = find('self');
    const peer = find('peer');
    if (member === undefined || peer === undefined) return [];
    const other = spec.keptBy === 'self' ? peer : member;
    return [
      {
        kind: 'disconnect',
        planned: planConnection(spec, member, peer, world),
        title: textOf(spec.undo, spec, member, peer, world),
        reason: isSwitchedOn(other, world)
          ? 'As the two are set now, they are not to be connected'
          : `${other.entry.processName} is not switched on any more`,
        ends: [keeper],
      },
    ];
  });
}

function specOf(service: string, id: string, { catalog }: World): ConnectionSpec | undefined {
  return catalog.manifest(service)?.connections?.find((spec) => spec.id === id);
}

function isSwitchedOn({ unitId }: Member, world: World): boolean {
  return world.members.some((member) => member.unitId === unitId && member.entry.enabled);
}

/** What happens to an end; nothing is decided about what does not run after the change. */
function decisionOf({ unitId }: Member, { decisions, stopping }: ConnectionsInput): Decision | undefined {
  return stopping.has(unitId) ? undefined : decisions.find(({ unit }) => unit.spec.unitId === unitId);
}

/** Part of the change. What it is not about is connected anew only where the change has altered it. */
function isConcerned(decision: Decision | undefined): boolean {
  return decision !== undefined && (decision.wanted || decision.action !== 'keep');
}

function isAltered({ key }: Connection, planned: PlannedConnection, former: World): boolean {
  const before = connectionsIn(former).get(key);
  if (before === undefined) return true;
  const { spec, member, peer } = before;
  return connectionFingerprint(planConnection(spec, member, peer, former)) !== connectionFingerprint(planned);
}

function toStep(task: Task, undone: readonly Task[], units: readonly Step[], base: readonly string[]): Step {
  const { kind, planned, title, reason, ends } = task;
  const names = new Set(ends.map(({ entry }) => entry.processName));
  const proven = units.filter((step) => names.has(step.processName ?? '') && isProof(step)).map(({ id }) => id);
  // What takes the place of another is made once that one is gone: both may have the same name in the other program.
  const first = kind === 'connect' ? undone.filter((other) => replaces(planned, other.planned)).map(idOf) : [];
  return {
    kind,
    id: idOf(task),
    title,
    reason,
    processName: ends[0]?.entry.processName ?? null,
    after: unique([...(proven.length > 0 ? proven : base), ...first]),
    connection: planned,
    ...(kind === 'connect' ? { applies: { key: planned.key, fingerprint: connectionFingerprint(planned) } } : {}),
  };
}

function idOf({ kind, planned: { units, record } }: Task): string {
  return `${kind}:${units.self}:${record.connection}:${units.peer}`;
}

function replaces(made: PlannedConnection, undone: PlannedConnection): boolean {
  const { connection, self, peer } = made.record;
  const old = undone.record;
  return (
    connection === old.connection &&
    self.serviceKey === old.self.serviceKey &&
    (self.instance === old.self.instance || peer.instance === old.peer.instance)
  );
}

/** Until those are done, a unit does not serve as it is to serve. */
function isProof(step: Step): boolean {
  return step.kind === 'await-healthy' || (step.kind === 'run-hook' && step.hook.at === 'provision');
}
