import type { Requester, UnitId, UnitStatus } from '@showrunner/contracts';
import type { UnitSpec } from './unit.ts';

/** Something that can run units. The local supervisor is one; another engine would be a sibling. */
export interface Engine {
  /**
   * Makes the unit known, replacing an earlier spec of the same id. What runs goes on running: where the process would be
   * the same, how it is supervised applies at once; what the process is made of applies from the next start.
   */
  define(spec: UnitSpec): Promise<void>;
  /** Stops it if it runs and forgets it. */
  remove(unit: UnitId, requester?: Requester, signal?: AbortSignal): Promise<void>;
  /**
   * Wants it to run. Resolves once it is spawned and its gates were met; does not wait for health.
   * Starting what runs does nothing. @param requester who asks, for the sentences that tell it; somebody where absent
   * @throws Problem `unit.*`
   */
  start(unit: UnitId, requester?: Requester, signal?: AbortSignal): Promise<void>;
  /** Wants it not to run. Resolves when its process group is empty. @throws Problem `unit.stuck` */
  stop(unit: UnitId, requester?: Requester, signal?: AbortSignal): Promise<void>;
  /**
   * As `stop`, but only for a while: it is still wanted, and the next control plane starts it if this one does not come
   * to it. For what has to be prepared while nothing runs.
   */
  stopForRestart(unit: UnitId, requester?: Requester, signal?: AbortSignal): Promise<void>;
  restart(unit: UnitId, requester?: Requester, signal?: AbortSignal): Promise<void>;
  /** Resolves when healthy. @throws Problem `unit.unhealthy`, `unit.start-failed` with its last words */
  whenHealthy(unit: UnitId, timeoutMs: number, signal?: AbortSignal): Promise<void>;
  inspect(unit: UnitId): UnitStatus | undefined;
  list(): readonly UnitStatus[];
  /** The spec that is known, and the fingerprint of the one that the living process was started with. */
  specOf(unit: UnitId): { readonly spec: UnitSpec; readonly runningFingerprint: string | undefined } | undefined;
}
