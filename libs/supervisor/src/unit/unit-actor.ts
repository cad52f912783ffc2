import { type Problem, toProblem, type UnitCondition, type UnitStatus } from '@showrunner/contracts';
import type { UnitSpec } from '@showrunner/planner';
import { canonical } from '@showrunner/planner/fingerprints';
import type { UnitEffect } from '../machine/effects.ts';
import type { UnitInput } from '../machine/inputs.ts';
import { LiveLimits } from '../limits/live-limits.ts';
import { isLive, newMemory, type UnitMemory } from '../machine/memory.ts';
import { toRunningSpec } from '../machine/running-spec.ts';
import { toStatus } from '../machine/status.ts';
import { next } from '../machine/unit-machine.ts';
import type { SupervisorParts } from '../parts.ts';
import { StateWriter } from '../store/state-writer.ts';
import type { UnitStore } from '../store/unit-store.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import type { Neighbours } from './open-gates.ts';
import { type EffectTarget, type UnitEffects, UnitHands } from './unit-effects.ts';

interface Letter {
  readonly input: UnitInput;
  readonly isCurrent: (() => boolean) | undefined;
}

export type ChangeListener = (before: UnitMemory, after: UnitMemory) => void;

/** One unit: its memory, its mailbox, its hands. Commands and news are dealt with one at a time. */
export class UnitActor implements EffectTarget {
  #spec: UnitSpec;
  #runningSpec: UnitSpec | undefined;
  #memory: UnitMemory;
  #shown = '';
  #closed = false;
  #outputNote: UnitCondition | undefined;
  readonly #parts: SupervisorParts;
  readonly #store: UnitStore;
  readonly #mailbox: Mailbox<Letter>;
  readonly #effects: UnitEffects;
  readonly #limits: LiveLimits;
  readonly #writer: StateWriter;
  readonly #listeners = new Set<ChangeListener>();

  constructor(spec: UnitSpec, parts: SupervisorParts, store: UnitStore, neighbours: Neighbours) {
    this.#spec = spec;
    this.#parts = parts;
    this.#store = store;
    this.#memory = newMemory(parts.clock.now());
    this.#mailbox = createMailbox(
      (letter) => this.#deal(letter),
      (error) => this.#report(error),
    );
    this.#writer = new StateWriter(
      (text) => store.saveState(this.#spec.unitId, text, this.#memory),
      (error) => this.#report(error),
    );
    this.#limits = new LiveLimits(parts);
    this.#effects = new UnitHands(this, parts, neighbours);
  }

  get memory(): UnitMemory {
    return this.#memory;
  }

  get spec(): UnitSpec {
    return this.#spec;
  }

  /** What it was started with, as far as that has not changed since; see `toRunningSpec`. */
  get runningSpec(): UnitSpec {
    return this.#runningSpec ?? this.#spec;
  }

  get status(): UnitStatus {
    const limits = this.#limits.status(this.#spec.limits, this.#memory.process, this.#runningSpec?.limits);
    const status = toStatus(this.#spec, this.#memory, limits);
    if (this.#outputNote === undefined) return status;
    return { ...status, conditions: [...(status.conditions ?? []), this.#outputNote] };
  }

  exitFile(run: number): string {
    return this.#store.exitFile(this.#spec.unitId, run);
  }

  /** Resolves when it was dealt with. What came of it may still be on its way to the disk. */
  post(input: UnitInput, isCurrent?: () => boolean): Promise<void> {
    return this.#mailbox.post({ input, isCurrent });
  }

  /** Resolves when all that has happened is saved and told. */
  whenSaved(): Promise<void> {
    return this.#writer.settled();
  }

  /** Tells of every change that comes from now on, after it is saved. The answer ends it. */
  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Says what is wrong with its output file, or that nothing is any more. */
  noteOutput(message: string | undefined): void {
    const since = this.#parts.clock.now();
    this.#outputNote = message === undefined ? undefined : { type: 'LogImpaired', reason: 'Output', message, since };
    this.#publish();
  }

  /** Takes another spec; what waits looks at the new one's gates at once, what runs is asked the new one's questions. */
  async define(spec: UnitSpec): Promise<void> {
    await this.#store.saveSpec(spec);
    const asked = this.runningSpec;
    this.#spec = spec;
    if (this.#runningSpec !== undefined) this.#runningSpec = toRunningSpec(this.#runningSpec, spec);
    await this.#limits.apply(spec, this.#memory.process);
    if (this.#memory.state === 'waiting') this.#effects.run({ kind: 'open-gates' });
    this.#publish();
    const { probes, startupMs } = this.runningSpec;
    if (canonical(asked.probes) === canonical(probes) && asked.startupMs === startupMs) return this.#save();
    await this.post({ kind: 'probes-changed' });
  }

  /** Continues from what a former control plane has left. */
  async resume(memory: UnitMemory, runningSpec: UnitSpec | undefined): Promise<void> {
    this.#memory = memory;
    this.#runningSpec = runningSpec;
    await this.#save();
    await this.#limits.apply(this.#spec, memory.process); // a change may have been saved and not made
    this.#publish();
  }

  /** Does what is to be done; for the resumption, where no input asked for it. */
  perform(effects: readonly UnitEffect[]): void {
    effects.forEach((effect) => this.#effects.run(effect));
  }

  /** Ends all waiting and watching of ours. The unit's processes are not touched. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#effects.close();
    await this.#mailbox.idle();
    await this.#writer.settled();
    this.#listeners.clear();
  }

  async #deal({ input, isCurrent }: Letter): Promise<void> {
    if (this.#closed || isCurrent?.() === false) return;
    const { clock, ids } = this.#parts;
    const before = this.#memory;
    const tools = {
      spec: isLive(before) ? this.runningSpec : this.#spec,
      now: clock.now(),
      monotonicMs: clock.monotonic(),
      random: ids.random(),
    };
    const { memory, effects } = next(before, input, tools);
    this.#memory = memory;
    // The spec that a spawn is tried with is the running one from then on, so it is saved with the intent.
    if (effects.some(({ kind }) => kind === 'spawn')) {
      this.#runningSpec = this.#spec;
      this.#limits.begin(this.#spec);
    }
    if (!isLive(memory)) this.#runningSpec = undefined;
    effects.filter((effect) => !waitsForDisk(effect)).forEach((effect) => this.#effects.run(effect));
    const { status } = this;
    const listeners = [...this.#listeners];
    this.#writer.save(this.#stateText(), () => {
      if (this.#closed) return;
      effects.filter(waitsForDisk).forEach((effect) => this.#effects.run(effect));
      if (memory === before) return;
      this.#publish(status);
      for (const listener of listeners) if (this.#listeners.has(listener)) listener(before, memory);
    });
    if (input.kind === 'spawned') await this.#limits.settle(this.#spec, memory.process);
    if (input.kind === 'spawned') await this.#store.removeRunsBefore(this.#spec.unitId, memory.run);
  }

  #stateText(): string {
    return this.#store.stateText(this.#memory, this.#runningSpec);
  }

  #save(): Promise<void> {
    return new Promise((resolve) => this.#writer.save(this.#stateText(), resolve));
  }

  #publish(unit = this.status): void {
    const shown = JSON.stringify(unit);
    if (shown === this.#shown || this.#closed) return;
    this.#shown = shown;
    this.#parts.publish({ type: 'unit.changed', unit });
  }

  #report(error: unknown): void {
    const problem: Problem = toProblem(error);
    this.#parts.logger.error('unit.broken', { unit: this.#spec.unitId, code: problem.code, message: problem.message });
  }
}

/**
 * What another control plane must find the intention of, should this one die right after it. All else that is done can be
 * found out again, and goes on while the state is written.
 */
function waitsForDisk({ kind }: UnitEffect): boolean {
  return kind === 'spawn' || kind === 'signal';
}
