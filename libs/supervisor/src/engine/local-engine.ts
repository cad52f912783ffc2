import { Problem, type Requester, type StackBrake, type UnitId } from '@showrunner/contracts';
import type { ProcessLock } from '@showrunner/platform';
import type { Engine, UnitSpec } from '@showrunner/planner';
import type { InputOf } from '../machine/inputs.ts';
import type { SupervisorParts } from '../parts.ts';
import { createBrakeStore } from '../store/brake-store.ts';
import { createUnitStore, type UnitStore } from '../store/unit-store.ts';
import { UnitActor } from '../unit/unit-actor.ts';
import { awaitState, awaitStateWithin, failureOf, isDown, isHealthy, isStarted } from './await-state.ts';
import { EdgeReactions } from './edges/edge-reactions.ts';
import { resumeUnit } from './resume-unit.ts';
import { StackBrakeControl } from './stack-brake.ts';
import { stopStack } from './stop-stack.ts';

/** Whoever it was. */
const somebody: Requester = { by: 'person' };

/** The engine that runs units as child processes of this machine. */
export interface LocalEngine extends Engine {
  /**
   * Takes over what a former control plane has left: living processes, stops that were under way, restarts that were
   * due. Comes before any other call. Answers the units that live.
   */
  adopt(): Promise<readonly UnitId[]>;
  /** Starts what is wanted but at rest: after a start of the machine, or a stop together with the control plane. */
  startWanted(): Promise<void>;
  /** Whether a person stopped it and nobody has started it since. */
  isHeld(unit: UnitId): boolean;
  /** The stack-wide brake, while it is on. */
  brake(): StackBrake | undefined;
  /** The unit that a process belongs to. */
  unitOfPid(pid: number): Promise<UnitId | undefined>;
  /** Shows a sentence about an output file on the units that write to it; `undefined` takes it back. */
  noteOutput(outputFile: string, message: string | undefined): void;
  /**
   * Ends supervision and gives up the data root. With `stopUnits` the stack is stopped in the order of its tiers first,
   * all within `deadlineMs`; without, everything lives on for the next control plane to adopt.
   */
  close(options: { readonly stopUnits: boolean; readonly deadlineMs: number }): Promise<void>;
}

/**
 * Opens the supervisor of a data root.
 * @throws Problem `control-plane.running` while another one holds it
 */
export async function openSupervisor(parts: SupervisorParts): Promise<LocalEngine> {
  const { bootId } = await parts.machine.facts();
  const lock = await parts.processes.lock(`${parts.stateDir}/control-plane.lock`);
  return new Supervisor(parts, lock, bootId);
}

class Supervisor implements LocalEngine {
  readonly #parts: SupervisorParts;
  readonly #lock: ProcessLock;
  readonly #store: UnitStore;
  readonly #units = new Map<UnitId, UnitActor>();
  readonly #reactions = new EdgeReactions(this.#units);
  readonly #awaiting = new Set<() => void>();
  readonly #brake: StackBrakeControl;
  #adopted = false;
  #closing = false;

  constructor(parts: SupervisorParts, lock: ProcessLock, bootId: string) {
    this.#parts = parts;
    this.#lock = lock;
    this.#store = createUnitStore(parts, bootId);
    this.#brake = new StackBrakeControl(this.#units, parts, createBrakeStore(parts, bootId), () => this.#wake());
  }

  async adopt(): Promise<readonly UnitId[]> {
    const stored = await this.#store.load();
    const resumed = await Promise.all(
      stored.map(async (unit) => ({ unit, resumption: await resumeUnit(unit, this.#parts, this.#store) })),
    );
    const actors = resumed.map(({ unit }) => this.#add(unit.spec));
    for (const [index, { unit, resumption }] of resumed.entries()) {
      await actors[index]?.resume(resumption.memory, unit.saved?.runningSpec ?? unit.spec);
    }
    const living = actors.flatMap(({ memory }) => memory.process ?? []);
    await this.#parts.processes.forgetRuns(this.#parts.stateDir, living);
    await this.#brake.resume();
    this.#adopted = true;
    actors.forEach((actor, index) => actor.perform(resumed[index]?.resumption.effects ?? []));
    actors.forEach((actor) => this.#reactions.define(actor));
    return actors.filter(({ memory }) => memory.process !== undefined).map(({ spec }) => spec.unitId);
  }

  async startWanted(): Promise<void> {
    const resting = [...this.#units.values()].filter(({ memory }) => memory.wanted && memory.state === 'stopped');
    await Promise.all(resting.map((actor) => actor.post({ kind: 'start' })));
  }

  async define(spec: UnitSpec): Promise<void> {
    this.#check();
    const known = this.#units.get(spec.unitId);
    const actor = known ?? this.#add(spec);
    await actor.define(spec);
    this.#reactions.define(actor);
  }

  async remove(unit: UnitId, requester = somebody, signal?: AbortSignal): Promise<void> {
    const actor = this.#get(unit);
    await this.stop(unit, requester, signal);
    this.#units.delete(unit);
    this.#reactions.forget(unit);
    this.#brake.forget(unit);
    await actor.close();
    await this.#store.remove(unit);
    this.#parts.publish({ type: 'unit.removed', unitId: unit });
    this.#wake();
  }

  async start(unit: UnitId, _requester = somebody, signal?: AbortSignal): Promise<void> {
    const actor = this.#get(unit);
    await actor.post({ kind: 'start' });
    await awaitState(actor, isStarted(actor.spec.processName, 0), signal);
    await actor.whenSaved();
  }

  stop(unit: UnitId, requester = somebody, signal?: AbortSignal): Promise<void> {
    return this.#stop(unit, { kind: 'stop', requester }, signal);
  }

  stopForRestart(unit: UnitId, requester = somebody, signal?: AbortSignal): Promise<void> {
    return this.#stop(unit, { kind: 'stop', requester, forRestart: true }, signal);
  }

  async restart(unit: UnitId, requester = somebody, signal?: AbortSignal): Promise<void> {
    const actor = this.#get(unit);
    const { run } = actor.memory;
    await actor.post({ kind: 'restart', requester });
    await awaitState(actor, isStarted(actor.spec.processName, run), signal);
    await actor.whenSaved();
  }

  async whenHealthy(unit: UnitId, timeoutMs: number, signal?: AbortSignal): Promise<void> {
    const actor = this.#get(unit);
    const name = actor.spec.processName;
    const late = (): Problem => {
      const { state, reason } = actor.memory;
      if (state === 'backoff') return failureOf(name, actor.memory);
      const seconds = Math.round(timeoutMs / 1000);
      return new Problem('unit.unhealthy', `${name} did not become healthy within ${seconds} s. ${reason}`);
    };
    await awaitStateWithin(actor, isHealthy(name), { clock: this.#parts.clock, ms: timeoutMs, late }, signal);
  }

  inspect(unit: UnitId) {
    return this.#units.get(unit)?.status;
  }

  list() {
    return [...this.#units.values()].map(({ status }) => status);
  }

  specOf(unit: UnitId) {
    const actor = this.#units.get(unit);
    return actor === undefined ? undefined : { spec: actor.spec, runningFingerprint: actor.memory.runningFingerprint };
  }

  isHeld(unit: UnitId): boolean {
    return this.#units.get(unit)?.memory.held ?? false;
  }

  brake(): StackBrake | undefined {
    return this.#brake.status;
  }

  async unitOfPid(pid: number): Promise<UnitId | undefined> {
    const session = await this.#parts.processes.sessionOf(pid);
    return [...this.#units.values()].find(({ memory }) => memory.process?.group.pid === session)?.spec.unitId;
  }

  noteOutput(outputFile: string, message: string | undefined): void {
    for (const actor of this.#units.values()) {
      if (actor.runningSpec.outputFile === outputFile) actor.noteOutput(message);
    }
  }

  async close(options: { readonly stopUnits: boolean; readonly deadlineMs: number }): Promise<void> {
    this.#closing = true;
    const actors = [...this.#units.values()];
    await this.#brake.close({ over: options.stopUnits });
    if (options.stopUnits) await stopStack(actors, options.deadlineMs, this.#parts);
    await Promise.all(actors.map((actor) => actor.close()));
    await this.#lock.release();
  }

  #add(spec: UnitSpec): UnitActor {
    const actor = new UnitActor(spec, this.#parts, this.#store, {
      providerOf: (unit) => this.#providerOf(unit),
      askBrake: (unit) => this.#brake.ask(unit),
      withdraw: (unit) => this.#brake.withdraw(unit),
      nextChange: (signal) => this.#nextChange(signal),
    });
    actor.onChange((before, after) => {
      this.#wake();
      if (this.#closing) return;
      this.#brake.note(actor, before, after);
      this.#reactions.react(actor, before, after);
    });
    this.#units.set(spec.unitId, actor);
    this.#wake();
    return actor;
  }

  #providerOf(unit: UnitId) {
    const actor = this.#units.get(unit);
    if (actor === undefined) return undefined;
    const { run, ownMounts } = actor.memory;
    return { status: actor.status, run, ownMounts, leaving: this.#reactions.isLeaving(unit) };
  }

  /** One set of waiters for all units: a change wakes whoever waits for a need. */
  #nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = () => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      const stop = () => {
        this.#awaiting.delete(wake);
        reject(signal.reason as Error); // whatever the waiter was aborted with
      };
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop, { once: true });
      this.#awaiting.add(wake);
    });
  }

  #wake(): void {
    const waiting = [...this.#awaiting];
    this.#awaiting.clear();
    waiting.forEach((wake) => wake());
  }

  async #stop(unit: UnitId, input: InputOf<'stop'>, signal?: AbortSignal): Promise<void> {
    const actor = this.#get(unit);
    await actor.post(input);
    await awaitState(actor, isDown, signal);
    await actor.whenSaved();
  }

  #get(unit: UnitId): UnitActor {
    this.#check();
    const actor = this.#units.get(unit);
    if (actor === undefined) throw new Problem('unit.unknown', `There is no unit ${unit}.`);
    return actor;
  }

  #check(): void {
    if (!this.#adopted) throw new Error('adopt() comes before any other call');
    if (this.#closing) throw new Problem('operation.cancelled', 'Showrunner is being stopped.');
  }
}
