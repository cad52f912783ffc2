import type { UnitId } from '@showrunner/contracts';
import type { EdgeKind, LogSpec, Reactions } from '@showrunner/catalog';
import type { ProcessLimits } from '@showrunner/platform';

/** A user by number; absent where a unit runs as the invoker. */
export interface RunUser {
  readonly uid: number;
  readonly gid: number;
}

/** What must be true before a start, with nothing left to look up. */
export type Gate =
  | { readonly kind: 'directory'; readonly path: string; readonly timeoutMs: number }
  | { readonly kind: 'mount'; readonly path: string; readonly timeoutMs: number }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly timeoutMs: number }
  | { readonly kind: 'http'; readonly url: string; readonly method: 'GET' | 'PROPFIND'; readonly timeoutMs: number };

/** One question about a running unit. */
export type ProbeQuestion =
  | { readonly kind: 'tcp'; readonly port: number }
  | {
      readonly kind: 'http';
      readonly url: string;
      readonly method: 'GET' | 'POST' | 'PROPFIND';
      readonly expect?: { readonly text: string } | { readonly jsonKey: string };
    }
  | {
      readonly kind: 'command';
      readonly argv: readonly [string, ...string[]];
      readonly exitMap: Readonly<Record<string, 'healthy' | 'starting' | 'unhealthy'>>;
    }
  | { readonly kind: 'mount'; readonly path: string }
  /** The program, or a member of its group that has this name. */
  | { readonly kind: 'process'; readonly name?: string };

/** A question, how often it is asked, how long an answer may take, and how many answers in a row count. */
export type Probe = ProbeQuestion & {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly failureThreshold: number;
  readonly successThreshold: number;
};

/** Kubernetes' three kinds of questions. */
export interface Probes {
  /** Has it come up? Empty: asked as readiness is, or as liveness where that is all there is. */
  readonly startup: readonly Probe[];
  /** May it serve? Decides the health that is shown; ends nothing. */
  readonly readiness: readonly Probe[];
  /** Is it stuck? Ends what is. */
  readonly liveness: readonly Probe[];
}

/** When and how often an ended unit is started again. Compose and Kubernetes semantics. */
export interface RestartPolicy {
  readonly when: 'no' | 'on-failure' | 'always';
  /** Delay before the n-th restart in the window, the last one repeated; jitter is added by the supervisor. */
  readonly backoffMs: readonly number[];
  /** More restarts than this within the window, and the unit is failed. */
  readonly maxRestarts: number;
  readonly windowMs: number;
  /** Not ready this often in a row counts as an end; 0 never. */
  readonly unhealthyThreshold: number;
}

/** That one unit needs another: what is shared, what must be true before the start, and what a loss means. */
export interface UnitEdge {
  /** The provider, and its name for people. */
  readonly unitId: UnitId;
  readonly processName: string;
  readonly kind: EdgeKind;
  readonly until: 'started' | 'healthy' | 'installed';
  readonly on: Reactions;
  /** Whether the dependent waits also for a provider that is at rest; else only for one that is on its way. */
  readonly required: boolean;
  /** For `mount`: mount points that the provider makes. */
  readonly mounts?: readonly string[];
  /** For `port`: the port of the provider that must answer. */
  readonly port?: number;
  /** Where a reaction is a guard: how long the provider must have served until it is lifted. */
  readonly stableMs?: number;
}

/** One program as it is to be run: everything concrete, every path real. Equal specs have equal fingerprints. */
export interface UnitSpec {
  readonly unitId: UnitId;
  readonly processName: string;
  readonly serviceKey: string;
  readonly instance: string | null;
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user?: RunUser;
  /** Absent: it may use what there is. */
  readonly limits?: ProcessLimits;
  /** Where the program's output goes. */
  readonly outputFile: string;
  readonly gates: readonly Gate[];
  readonly probes: Probes;
  /** How long it may take to come up after each start. */
  readonly startupMs: number;
  readonly stop: { readonly signal: 'SIGTERM' | 'SIGINT' | 'SIGQUIT'; readonly graceMs: number };
  readonly stopTier: 'media' | 'apps' | 'clients' | 'databases';
  readonly restart: RestartPolicy;
  /** Mount points that the program makes: cleaned when stale before a start, unmounted after its end. */
  readonly mounts: readonly string[];
  readonly logs: LogSpec;
  /** Units that this one needs, at most one edge to each. */
  readonly edges: readonly UnitEdge[];
  /**
   * Fingerprint of what it runs with beside this spec: its program, the files that are written for it, its hooks. Nobody
   * but the planner looks into it; a program that was started with other inputs is started anew.
   */
  readonly inputs?: string;
}
