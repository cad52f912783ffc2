import { toProblem, type UnitStatus } from '@showrunner/contracts';
import type { ProcessLimits, SpawnedProcess } from '@showrunner/platform';
import type { UnitSpec } from '@showrunner/planner';
import { canonical } from '@showrunner/planner/fingerprints';
import type { SupervisorParts } from '../parts.ts';
import { toLimitStatus } from './limit-status.ts';

/** The limits of one unit while it runs: what was put on its process, and what the kernel refused. */
export class LiveLimits {
  readonly #parts: Pick<SupervisorParts, 'processes' | 'logger'>;
  #begun = '';
  #refused: { readonly process: SpawnedProcess; readonly message: string } | undefined;

  constructor(parts: Pick<SupervisorParts, 'processes' | 'logger'>) {
    this.#parts = parts;
  }

  /** A spawn with the limits of this spec is under way. */
  begin({ limits }: UnitSpec): void {
    this.#begun = canonical(limits);
    this.#refused = undefined;
  }

  /** The spawn has come to a process; other limits may have been asked for meanwhile. */
  async settle(spec: UnitSpec, process: SpawnedProcess | undefined): Promise<void> {
    if (canonical(spec.limits) !== this.#begun) await this.apply(spec, process);
  }

  /** Puts the limits of a spec on what runs. A refusal is told with the unit; it is no reason to fail. */
  async apply({ unitId, limits = {} }: UnitSpec, process: SpawnedProcess | undefined): Promise<void> {
    this.#refused = undefined;
    if (process?.cgroup === undefined) return;
    try {
      await this.#parts.processes.limit(process, limits);
    } catch (error) {
      const { code, message } = toProblem(error);
      this.#refused = { process, message };
      this.#parts.logger.warn('unit.limits-refused', { unit: unitId, code, message });
    }
  }

  /** `started`: the limits of the spec that the process was started with. */
  status(
    wanted: ProcessLimits | undefined,
    process: SpawnedProcess | undefined,
    started: ProcessLimits | undefined,
  ): UnitStatus['limits'] {
    return toLimitStatus({
      wanted,
      enforcers: this.#parts.processes.limitEnforcers(),
      running: process === undefined ? undefined : { process, limits: started },
      refusal: this.#refused?.process === process ? this.#refused?.message : undefined,
    });
  }
}
