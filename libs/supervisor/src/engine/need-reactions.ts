import type { UnitId } from '@showrunner/contracts';
import { isLive, type UnitMemory } from '../machine/memory.ts';
import type { UnitActor } from '../unit/unit-actor.ts';

/**
 * What the loss of a needed unit means to those that need it. `stop`: they are stopped when it is gone, and wait for it.
 * `restart`: they are restarted once it is there again with another process. Each loss and each return counts once.
 */
export class NeedReactions {
  readonly #units: ReadonlyMap<UnitId, UnitActor>;
  /** For each unit, the runs of its needs that it was started with. */
  readonly #seenRuns = new Map<UnitId, ReadonlyMap<UnitId, number>>();

  constructor(units: ReadonlyMap<UnitId, UnitActor>) {
    this.#units = units;
  }

  /** Notes with which runs of its needs a unit lives. */
  noteStarted(actor: UnitActor): void {
    const runs = actor.spec.needs.flatMap(({ unitId }): [UnitId, number][] => {
      const needed = this.#units.get(unitId);
      return needed === undefined ? [] : [[unitId, needed.memory.run]];
    });
    this.#seenRuns.set(actor.spec.unitId, new Map(runs));
  }

  /** Looks at a change of one unit and tells those that it concerns. */
  react(changed: UnitActor, before: UnitMemory, after: UnitMemory): void {
    if (before.process === undefined && after.process !== undefined) this.noteStarted(changed);
    const lost = isServing(before) && !isServing(after);
    const renewed = before.state !== 'running' && after.state === 'running';
    if (!lost && !renewed) return;
    const { unitId, processName } = changed.spec;
    for (const actor of this.#units.values()) {
      const need = actor.spec.needs.find((candidate) => candidate.unitId === unitId);
      if (need === undefined || !isLive(actor.memory)) continue;
      const name = actor.spec.processName;
      if (lost && need.onLoss === 'stop') {
        void actor.post({ kind: 'need-lost', sentence: `${name} stops because ${processName} is gone.` });
      }
      if (renewed && need.onLoss === 'restart' && this.#isNews(actor, unitId, after.run)) {
        void actor.post({ kind: 'need-renewed', sentence: `${name} restarts because ${processName} was restarted.` });
      }
    }
  }

  forget(unit: UnitId): void {
    this.#seenRuns.delete(unit);
  }

  #isNews(actor: UnitActor, needed: UnitId, run: number): boolean {
    const seen = this.#seenRuns.get(actor.spec.unitId);
    if (seen?.get(needed) === run) return false;
    this.#seenRuns.set(actor.spec.unitId, new Map(seen ?? []).set(needed, run));
    return true;
  }
}

function isServing(memory: UnitMemory): boolean {
  return memory.process !== undefined && (memory.state === 'starting' || memory.state === 'running');
}
