import type { StackBrake, UnitId } from '@showrunner/contracts';
import { admit, type Brake, engage, isBraked, isHolding } from '../brake/brake.ts';
import { failedAtOf, resumeBrake } from '../brake/resume-brake.ts';
import type { BrakeUnit, BrakeUnits } from '../brake/find-cause.ts';
import { pauseMs } from '../brake/rules.ts';
import { isLive, type UnitMemory } from '../machine/memory.ts';
import type { SupervisorParts } from '../parts.ts';
import type { BrakeStore } from '../store/brake-store.ts';
import type { UnitActor } from '../unit/unit-actor.ts';

/** How long those who ask are gathered before some are let through, so that order counts and not haste. */
const gatherMs = 100;
/** How long nothing must have happened under the brake until it is released. */
const calmMs = 5_000;

/** Holds back starts by policy while many units fail together. Commands by hand never ask here. */
export class StackBrakeControl {
  readonly #units: ReadonlyMap<UnitId, UnitActor>;
  readonly #parts: Pick<SupervisorParts, 'clock' | 'publish'>;
  readonly #store: BrakeStore;
  readonly #wake: () => void;
  readonly #failedAt = new Map<UnitId, number>();
  readonly #asking = new Set<UnitId>();
  #brake: Brake | undefined;
  #told = '';
  #cancelLook: () => void = () => undefined;
  #cancelRelease: () => void = () => undefined;

  constructor(
    units: ReadonlyMap<UnitId, UnitActor>,
    parts: Pick<SupervisorParts, 'clock' | 'publish'>,
    store: BrakeStore,
    wake: () => void,
  ) {
    this.#units = units;
    this.#parts = parts;
    this.#store = store;
    this.#wake = wake;
  }

  /** Goes on from what a former control plane has left. Comes before anybody asks. */
  async resume(): Promise<void> {
    const saved = await this.#store.load();
    const { clock } = this.#parts;
    const time = { now: clock.now(), monotonicMs: clock.monotonic() };
    const rising: UnitId[] = [];
    for (const [unit, { memory }] of this.#units) {
      const failedAt = failedAtOf(memory, time);
      if (failedAt !== undefined) this.#failedAt.set(unit, failedAt);
      if (memory.state === 'starting' && memory.byPolicy) rising.push(unit);
    }
    this.#brake = resumeBrake(saved, this.#view(), rising, time);
    if (this.#brake === undefined) return;
    this.#save();
    this.#tell();
    this.#lookSoon(gatherMs);
  }

  /** Counts failures, and follows those that were let through. */
  note({ spec }: UnitActor, before: UnitMemory, after: UnitMemory): void {
    const { unitId } = spec;
    if (hasFailed(before, after)) {
      this.#failedAt.set(unitId, this.#parts.clock.monotonic());
      this.#engage(unitId);
    }
    if (this.#brake === undefined) return;
    if (after.state !== 'waiting') this.#asking.delete(unitId);
    if (this.#brake.passing.has(unitId) && after.state !== 'waiting' && after.state !== 'starting') {
      const cameUp = [...this.#brake.cameUp, this.#parts.clock.monotonic()];
      this.#brake = { ...this.#brake, passing: without(this.#brake.passing, unitId), cameUp };
    }
    if (before.state !== after.state || before.health !== after.health) this.#lookSoon(gatherMs);
  }

  /** Asks to start. `undefined`: go; else one sentence: what it waits for. Whoever asks is woken when that changes. */
  ask(unitId: UnitId): string | undefined {
    const memory = this.#units.get(unitId)?.memory;
    const brake = this.#brake;
    if (brake === undefined || memory?.byPolicy !== true || brake.passing.has(unitId)) return undefined;
    if (!isBraked(brake, unitId, this.#view())) return undefined;
    if (!this.#asking.has(unitId)) {
      this.#asking.add(unitId);
      this.#lookSoon(gatherMs);
    }
    const name = this.#nameOf(unitId);
    if (brake.cause === undefined) return `${name} waits for its turn: many services failed at once.`;
    const cause = this.#nameOf(brake.cause);
    return isHolding(brake, this.#view())
      ? `${name} waits until ${cause} serves again.`
      : `${name} waits for its turn: many services come back after ${cause}.`;
  }

  /** It does not ask any more: something else keeps it. */
  withdraw(unitId: UnitId): void {
    this.#asking.delete(unitId);
    if (this.#brake?.passing.has(unitId) === true) {
      this.#brake = { ...this.#brake, passing: without(this.#brake.passing, unitId) };
      this.#lookSoon(gatherMs);
    }
  }

  /** What is said of the brake; `undefined` while it is off. */
  get status(): StackBrake | undefined {
    const brake = this.#brake;
    if (brake === undefined) return undefined;
    const cause = brake.cause === undefined ? undefined : this.#units.get(brake.cause);
    const failed = brake.failed.filter((unit) => unit !== brake.cause).map((unit) => this.#nameOf(unit));
    return {
      since: brake.since,
      failed,
      held: [...this.#asking].map((unit) => this.#nameOf(unit)),
      ...(cause === undefined
        ? { message: `${failed.length} services failed at once. They start again a few at a time.` }
        : {
            cause: cause.spec.processName,
            message: isHolding(brake, this.#view())
              ? `${failed.length} services failed at once because ${cause.spec.processName} is down. They start again when it serves.`
              : `${failed.length} services failed at once because ${cause.spec.processName} was down. It serves again, and they start a few at a time.`,
            evidence: cause.memory.lastExit?.message ?? cause.memory.reason,
          }),
    };
  }

  /** Forgets a unit that is no more. */
  forget(unitId: UnitId): void {
    this.#failedAt.delete(unitId);
    this.withdraw(unitId);
  }

  /** `over`: everything is stopped, and nothing is left to be held. */
  async close({ over }: { readonly over: boolean }): Promise<void> {
    this.#cancelLook();
    this.#cancelRelease();
    if (over) this.#store.save(undefined);
    await this.#store.idle();
  }

  /** A further failure may be what shows the cause, or one that lies deeper. */
  #engage(failed: UnitId): void {
    const { clock } = this.#parts;
    const known = this.#brake;
    if (known !== undefined) this.#brake = { ...known, failed: [...new Set([...known.failed, failed])] };
    const brake = engage(this.#view(), clock.monotonic());
    if (brake === undefined || (known !== undefined && [undefined, known.cause].includes(brake.cause)))
      return this.#save();
    this.#brake = known === undefined ? { ...brake, since: clock.now() } : { ...known, ...pick(brake) };
    this.#save();
    this.#tell();
    this.#wake();
  }

  /** Again when it would be another sentence: more has failed, or the cause is known better. */
  #tell(): void {
    const { status } = this;
    if (status === undefined || status.message === this.#told) return;
    this.#told = status.message;
    this.#parts.publish({ type: 'stack.braked', brake: status });
  }

  #save(): void {
    const brake = this.#brake;
    if (brake === undefined) return this.#store.save(undefined);
    const { since, failed, cause } = brake;
    this.#store.save({ since, failed, ...(cause === undefined ? {} : { cause }) });
  }

  #lookSoon(ms: number): void {
    this.#cancelLook();
    this.#cancelRelease();
    this.#cancelLook = this.#parts.clock.after(ms, () => this.#look());
  }

  #look(): void {
    const brake = this.#brake;
    if (brake === undefined) return;
    const units = this.#view();
    const granted = admit(brake, [...this.#asking], units, this.#parts.clock.monotonic());
    this.#brake = { ...brake, passing: new Set([...brake.passing, ...granted]) };
    granted.forEach((unit) => this.#asking.delete(unit));
    this.#tell();
    this.#wake();
    if (isHolding(brake, units)) return;
    if (this.#asking.size > 0) this.#lookSoon(pauseMs);
    else this.#cancelRelease = this.#parts.clock.after(calmMs, () => this.#release());
  }

  /** Once nobody of those that failed is on the way back any more. */
  #release(): void {
    const brake = this.#brake;
    if (brake === undefined || isHolding(brake, this.#view())) return;
    const busy = brake.failed.some((unit) => this.#units.get(unit)?.memory.state === 'backoff');
    if (busy || brake.passing.size > 0 || this.#asking.size > 0) return this.#lookSoon(pauseMs);
    this.#brake = undefined;
    this.#save();
    this.#told = '';
    this.#failedAt.clear();
    this.#parts.publish({ type: 'stack.released' });
    this.#wake();
  }

  #view(): BrakeUnits {
    return new Map([...this.#units].map(([unit, actor]) => [unit, viewOf(actor, this.#failedAt.get(unit))]));
  }

  #nameOf(unitId: UnitId): string {
    return this.#units.get(unitId)?.spec.processName ?? unitId;
  }
}

function viewOf({ spec, memory }: UnitActor, failedAt: number | undefined): BrakeUnit {
  const { state, health, wanted } = memory;
  return {
    unitId: spec.unitId,
    needs: spec.edges.filter(({ until }) => until !== 'installed').map(({ unitId }) => unitId),
    serves: state === 'running' && (health === 'healthy' || health === 'degraded'),
    wanted,
    failedAt,
  };
}

/** It ended, or is being ended for its health, and nobody wished that. */
function hasFailed(before: UnitMemory, after: UnitMemory): boolean {
  if (before.state === after.state || !isLive(before)) return false;
  if (after.state === 'stopping') return after.afterStop === 'policy';
  return before.state !== 'stopping' && (after.state === 'backoff' || after.state === 'failed');
}

/** What a later look at the failures may know better. */
function pick({ cause, failed }: Brake): Pick<Brake, 'cause' | 'failed'> {
  return { cause, failed };
}

function without(units: ReadonlySet<UnitId>, unit: UnitId): ReadonlySet<UnitId> {
  return new Set([...units].filter((one) => one !== unit));
}
