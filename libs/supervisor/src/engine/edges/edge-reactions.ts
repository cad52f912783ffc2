import type { UnitId } from '@showrunner/contracts';
import type { UnitMemory } from '../../machine/memory.ts';
import type { UnitActor } from '../../unit/unit-actor.ts';
import { decideEdges, isLeaving, type Known, type Lookup } from './decide.ts';

/** Watches the edges between units and tells each unit what its providers ask of it. */
export class EdgeReactions {
  readonly #units: ReadonlyMap<UnitId, UnitActor>;
  /** Provider → its dependents. */
  readonly #users = new Map<UnitId, Set<UnitId>>();

  constructor(units: ReadonlyMap<UnitId, UnitActor>) {
    this.#units = units;
  }

  /** Takes the edges of a unit as they are now, and looks at what follows. */
  define({ spec }: UnitActor): void {
    for (const users of this.#users.values()) users.delete(spec.unitId);
    for (const { unitId } of spec.edges) this.#usersOf(unitId).add(spec.unitId);
    this.#evaluate(spec.unitId);
  }

  /** Looks at what follows from a change of one unit, where it concerns anybody. */
  react({ spec }: UnitActor, before: UnitMemory, after: UnitMemory): void {
    if (concerns(before, after)) this.#evaluate(spec.unitId);
  }

  /** The unit is no more; to those that need it that is a loss. */
  forget(unit: UnitId): void {
    for (const users of this.#users.values()) users.delete(unit);
    this.#evaluate(unit);
  }

  /** Whether an edge is about to stop it although it runs. */
  isLeaving(unit: UnitId): boolean {
    const lookup = this.#lookup();
    const known = lookup(unit);
    return known !== undefined && isLeaving(known, lookup);
  }

  /** Looks at the unit, at all that need it, directly or not, and at what it needs: that may wait for it to be down. */
  #evaluate(unit: UnitId): void {
    const concerned = new Set([unit]);
    for (const one of concerned) for (const user of this.#users.get(one) ?? []) concerned.add(user);
    for (const { unitId } of this.#units.get(unit)?.spec.edges ?? []) concerned.add(unitId);
    const lookup = this.#lookup();
    for (const one of concerned) {
      const dependent = lookup(one);
      if (dependent === undefined) continue;
      const users = [...(this.#users.get(one) ?? [])].flatMap((user) => lookup(user) ?? []);
      for (const input of decideEdges(dependent, lookup, users)) void this.#units.get(one)?.post(input);
    }
  }

  #lookup(): Lookup {
    return (unitId): Known | undefined => {
      const actor = this.#units.get(unitId);
      if (actor === undefined) return undefined;
      const { spec, memory } = actor;
      return { unitId, name: spec.processName, edges: spec.edges, memory };
    };
  }

  #usersOf(unit: UnitId): Set<UnitId> {
    const users = this.#users.get(unit) ?? new Set();
    this.#users.set(unit, users);
    return users;
  }
}

/** What of a unit its edges look at; a change of anything else concerns nobody. */
const watched = ['state', 'health', 'process', 'run', 'unhealthyCount', 'guard', 'providerRuns'] as const;

function concerns(before: UnitMemory, after: UnitMemory): boolean {
  return watched.some((field) => before[field] !== after[field]);
}
