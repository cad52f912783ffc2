import { toProblem } from '@showrunner/contracts';
import type { Signal, SpawnedProcess } from '@showrunner/platform';
import type { Probe, UnitSpec } from '@showrunner/planner';
import { specFingerprint } from '@showrunner/planner/fingerprints';
import type { TimerName, UnitEffect } from '../machine/effects.ts';
import { toExitReport } from '../machine/exit/exit-report.ts';
import type { ProbeRole, UnitInput } from '../machine/inputs.ts';
import type { UnitMemory } from '../machine/memory.ts';
import { startupProbesOf } from '../machine/probe-roles.ts';
import type { SupervisorParts } from '../parts.ts';
import type { Verdict } from '../probes/http-verdict.ts';
import { lookAtOwnMounts, type MountsLook } from '../probes/own-mounts.ts';
import { runProbe } from '../probes/run-probe.ts';
import { type ProbeWatch, watchProbes } from '../probes/watch-probes.ts';
import { cleanMounts } from './clean-mounts.ts';
import { readLastWords } from './last-words.ts';
import { type GateWait, type Neighbours, openGates } from './open-gates.ts';
import { spawnUnit } from './spawn-unit.ts';
import { createTimers, type Timers } from './timers.ts';

/** The unit, as its effects see it. */
export interface EffectTarget {
  readonly memory: UnitMemory;
  /** The spec to start with. */
  readonly spec: UnitSpec;
  /** The spec of what runs. */
  readonly runningSpec: UnitSpec;
  exitFile(run: number): string;
  /** Reports back. The input is dropped when `isCurrent` says no at its turn. Resolves when it was dealt with. */
  post(input: UnitInput, isCurrent?: () => boolean): Promise<void>;
}

/** Does what the machine of one unit decides. */
export interface UnitEffects {
  run(effect: UnitEffect): void;
  /** Stops waiting, probing and watching. Touches no process. Resolves when nothing of it goes on any more. */
  close(): Promise<void>;
}

/** Pauses between looks at a group that is being ended: first, and longest. */
const firstLookMs = 10;
const longestLookMs = 500;
const over = new Error('The unit went on to something else');

const dueInputs = {
  startup: { kind: 'startup-due' },
  kill: { kind: 'kill-due' },
  stuck: { kind: 'stuck-due' },
  backoff: { kind: 'backoff-due' },
  guard: { kind: 'guard-due' },
} as const satisfies Record<TimerName, UnitInput>;

/** The hands of one unit. Each effect goes on by itself and reports back through the mailbox. */
export class UnitHands implements UnitEffects {
  readonly #target: EffectTarget;
  readonly #parts: SupervisorParts;
  readonly #neighbours: Neighbours;
  readonly #timers: Timers;
  readonly #life = new AbortController();
  readonly #busy = new Set<Promise<void>>();
  #gates = new AbortController();
  #probing = new AbortController();
  #leaderEnded: Promise<void> = Promise.resolve();

  constructor(target: EffectTarget, parts: SupervisorParts, neighbours: Neighbours) {
    this.#target = target;
    this.#parts = parts;
    this.#neighbours = neighbours;
    const onDue = (name: TimerName, isCurrent: () => boolean) => void target.post(dueInputs[name], isCurrent);
    this.#timers = createTimers(parts.clock, onDue);
  }

  run(effect: UnitEffect): void {
    const { process } = this.#target.memory;
    switch (effect.kind) {
      case 'open-gates':
        return this.#openGates();
      case 'close-gates':
        return this.#gates.abort(over);
      case 'spawn':
        return this.#spawn();
      case 'watch':
        return process === undefined ? undefined : this.#watch(process);
      case 'signal':
        return process === undefined ? undefined : this.#signal(process, effect.signal);
      case 'await-empty':
        return process === undefined ? undefined : this.#awaitEmpty(process);
      case 'probe':
        return process === undefined ? undefined : this.#probe(process, effect.whether);
      case 'stop-probing':
        return this.#probing.abort(over);
      case 'set-timer':
        return this.#timers.set(effect.timer, effect.ms);
      case 'cancel-timer':
        return this.#timers.cancel(effect.timer);
    }
  }

  async close(): Promise<void> {
    this.#timers.cancelAll();
    for (const controller of [this.#life, this.#gates, this.#probing]) controller.abort(over);
    await Promise.all(this.#busy);
  }

  /** Runs on its own; a failure that nobody expects is logged, an abort is none. */
  #go(event: string, signal: AbortSignal, work: () => Promise<void>): void {
    const running: Promise<void> = work()
      .catch((error: unknown) => {
        if (signal.aborted || this.#life.signal.aborted) return;
        const { code, message } = toProblem(error);
        this.#parts.logger.error(event, { unit: this.#target.spec.unitId, code, message });
      })
      .finally(() => this.#busy.delete(running));
    this.#busy.add(running);
  }

  #openGates(): void {
    this.#gates.abort(over);
    this.#gates = new AbortController();
    const { signal } = this.#gates;
    const isCurrent = () => !signal.aborted;
    const { spec } = this.#target;
    const wait: GateWait = {
      spec,
      parts: this.#parts,
      neighbours: this.#neighbours,
      guard: () => this.#target.memory.guard?.reason,
      onHeld: (sentence, byBrake = false) => void this.#target.post({ kind: 'held', sentence, byBrake }, isCurrent),
    };
    this.#go('unit.gates-broken', signal, async () => {
      try {
        const runs = await openGates(wait, signal);
        void this.#target.post({ kind: 'gates-open', runs }, isCurrent);
      } catch (error) {
        if (!signal.aborted) void this.#target.post({ kind: 'gates-failed', problem: toProblem(error) }, isCurrent);
      }
    });
  }

  #spawn(): void {
    this.#go('unit.spawn-broken', this.#life.signal, async () => {
      const { spec, memory } = this.#target;
      try {
        const files = { exitFile: this.#target.exitFile(memory.run), run: memory.run };
        const spawned = await spawnUnit(spec, files, this.#parts);
        void this.#target.post({ kind: 'spawned', fingerprint: specFingerprint(spec), ...spawned });
      } catch (error) {
        void this.#target.post({ kind: 'spawn-failed', problem: toProblem(error) });
      }
    });
  }

  #watch(process: SpawnedProcess): void {
    const { memory, runningSpec } = this.#target;
    const { processes } = this.#parts;
    let tell = (): void => undefined;
    this.#leaderEnded = new Promise((resolve) => (tell = resolve));
    this.#go('unit.watch-broken', this.#life.signal, async () => {
      const away = memory.adopted && !(await processes.isAlive(process.identity));
      const exit = await processes.whenEnded(process, this.#target.exitFile(memory.run), this.#life.signal);
      const [lastWords, members] = await Promise.all([
        this.#lastWords(runningSpec.outputFile, memory.outputOffset),
        processes.groupMembers(process),
      ]);
      const rest = members.length > 0;
      if (!rest) await cleanMounts(this.#parts, runningSpec.mounts);
      const { memoryBytes } = this.#target.runningSpec.limits ?? {}; // it may have changed since
      await this.#target.post({ kind: 'ended', exit: toExitReport(exit, { lastWords, away, memoryBytes }), rest });
      tell();
    });
  }

  /** An unreadable log must not keep an end from being told. */
  async #lastWords(outputFile: string, offset: number): Promise<readonly string[]> {
    try {
      return await readLastWords(this.#parts, outputFile, offset);
    } catch (error) {
      this.#parts.logger.warn('unit.last-words-unreadable', { outputFile, message: toProblem(error).message });
      return [];
    }
  }

  #signal(process: SpawnedProcess, signal: Signal): void {
    this.#go('unit.signal-failed', this.#life.signal, async () => {
      await this.#parts.processes.signalGroup(process, signal);
    });
  }

  /**
   * The leader's end is told first, so that its exit report is there when the group is empty. If nothing else was left, the
   * stop ends with that: then the mounts are those of whatever comes next.
   */
  #awaitEmpty(process: SpawnedProcess): void {
    const { runningSpec } = this.#target;
    const { processes, clock } = this.#parts;
    this.#go('unit.wait-broken', this.#life.signal, async () => {
      await this.#leaderEnded;
      if (this.#target.memory.process !== process) return;
      for (let pause = firstLookMs; (await processes.groupMembers(process)).length > 0;) {
        await clock.sleep(pause, this.#life.signal);
        pause = Math.min(pause * 2, longestLookMs);
      }
      await cleanMounts(this.#parts, runningSpec.mounts);
      void this.#target.post({ kind: 'group-empty' }, () => this.#target.memory.process === process);
    });
  }

  #probe(process: SpawnedProcess, whether: 'started' | 'serves'): void {
    this.#probing.abort(over);
    this.#probing = new AbortController();
    const { signal } = this.#probing;
    const { readiness, liveness } = this.#target.runningSpec.probes;
    if (whether === 'started') {
      return this.#ask(process, { of: 'startup', probes: startupProbesOf(this.#target.runningSpec) }, signal);
    }
    this.#ask(process, { of: 'readiness', probes: readiness }, signal);
    this.#ask(process, { of: 'liveness', probes: liveness }, signal);
  }

  /** Whether it is stuck is no question of its mounts. */
  async #lookAtMounts(of: ProbeRole, verdict: Verdict): Promise<MountsLook> {
    const { ownMounts: known } = this.#target.memory;
    if (of === 'liveness') return { verdict, mounts: known };
    return lookAtOwnMounts(verdict, { points: this.#target.runningSpec.mounts, known }, this.#parts.machine);
  }

  #ask(process: SpawnedProcess, asked: { of: ProbeRole; probes: readonly Probe[] }, signal: AbortSignal): void {
    const { of, probes } = asked;
    const parts = this.#parts;
    const run = { process, spec: this.#target.runningSpec };
    const watch: ProbeWatch = {
      probes,
      pace: of === 'startup' ? 'eager' : 'steady',
      clock: parts.clock,
      ask: (probe) => runProbe(probe, run, parts, signal),
      onVerdict: async (given) => {
        const { verdict, mounts } = await this.#lookAtMounts(of, given);
        await this.#target.post({ kind: 'verdict', of, ...verdict, mounts }, () => !signal.aborted);
      },
    };
    this.#go('unit.probe-broken', signal, () => watchProbes(watch, signal));
  }
}
