import type { Condition, Expression } from './condition.ts';
import type { ToolchainName } from './source.ts';

/** An argument, arguments that apply under a condition, or a list that a person keeps in the entry, one argument an item. */
export type ArgvItem =
  Expression | { readonly when: Condition; readonly args: readonly Expression[] } | { readonly each: Expression };
/** A value, one that is given under a condition only, or several of which the first that applies is given. */
export type EnvValue = Expression | EnvCase | readonly EnvCase[];

export interface EnvCase {
  readonly when?: Condition;
  readonly value: Expression;
}

/** A toolchain whose programs the program calls, always or under a condition. */
export type ToolchainUse = ToolchainName | { readonly when: Condition; readonly name: ToolchainName };

export interface RunSpec {
  readonly argv: readonly ArgvItem[];
  readonly cwd: Expression;
  /**
   * What the child gets beside the minimal base (`PATH`, `HOME`, `LANG`, `TZ`). The entry's `env` comes on top, but for
   * names whose field is `derived`: of those, a value in the document is an old answer of ours, never a wish.
   */
  readonly env?: Readonly<Record<string, EnvValue>>;
  /** Directories in front of PATH. */
  readonly path?: readonly Expression[];
  readonly toolchains?: readonly ToolchainUse[];
  /** `service`: puid:pgid. `database`: puid if it has an account, else an unprivileged account that exists. `invoker`: as we are. */
  readonly user: 'service' | 'database' | 'invoker';
  /** FUSE mount points that this program makes; cleaned before start and after stop. */
  readonly mounts?: readonly { readonly path: Expression; readonly when?: Condition }[];
}

/** What must be true before a start. */
export type GateSpec =
  | { readonly kind: 'directory'; readonly path: Expression; readonly timeoutMs?: number; readonly when?: Condition }
  | { readonly kind: 'mount'; readonly path: Expression; readonly timeoutMs?: number; readonly when?: Condition }
  | {
      readonly kind: 'tcp';
      readonly host: Expression;
      readonly port: Expression;
      readonly timeoutMs?: number;
      readonly when?: Condition;
    }
  | {
      readonly kind: 'http';
      readonly url: Expression;
      readonly method?: 'GET' | 'PROPFIND';
      readonly timeoutMs?: number;
      readonly when?: Condition;
    };

/**
 * How often a probe asks, how long it waits for the answer, and how many answers in a row count. Words and meaning are
 * those of Kubernetes.
 */
export interface ProbeTiming {
  /** Pause between two questions. Default: that of `health`. While a program starts it is asked more often. */
  readonly intervalMs?: number;
  /** How long one answer may take. Default 2.5 s. */
  readonly timeoutMs?: number;
  /** So many bad answers in a row are one. Default 3 for liveness, 1 for readiness, so that health is told as it is seen. */
  readonly failureThreshold?: number;
  /** After a bad one, so many good answers in a row are one. Default 1. */
  readonly successThreshold?: number;
}

/** One question about a running program. */
export type ProbeSpec = ProbeTiming &
  (
    | { readonly kind: 'tcp'; readonly port: string; readonly when?: Condition }
    | {
        readonly kind: 'http';
        /** Port id. */
        readonly port: string;
        readonly path: string;
        readonly method?: 'GET' | 'POST' | 'PROPFIND';
        /** The body must contain this text, or the JSON body must have this dotted key. */
        readonly expect?: { readonly text: string } | { readonly jsonKey: string };
        readonly when?: Condition;
      }
    | {
        readonly kind: 'command';
        readonly argv: readonly Expression[];
        readonly exitMap: Readonly<Record<string, 'healthy' | 'starting' | 'unhealthy'>>;
        readonly when?: Condition;
      }
    | { readonly kind: 'mount'; readonly path: Expression; readonly when?: Condition }
    /** The program lives, or something that it has started and that has this name. */
    | { readonly kind: 'process'; readonly name?: string; readonly when?: Condition }
  );

/**
 * How health is found out, by up to three lists of questions; of each list, all must have good answers.
 *
 * `probes` are the readiness probes: may it serve? They decide the health that is shown and whether who needs it may
 * start; a bad answer alone ends nothing. They are the startup probes as well, so most services need no other list.
 */
export interface HealthSpec {
  readonly probes: readonly ProbeSpec[];
  /** Has it come up? Only where that is asked in another way than readiness. Until then no other probe asks. */
  readonly startup?: readonly ProbeSpec[];
  /** Is it stuck? Bad answers, `failureThreshold` of them in a row, end the program; its restart policy goes on from there. */
  readonly liveness?: readonly ProbeSpec[];
  /** How long it may take to come up after each start; until then bad answers mean “not yet”. Default 120 s. */
  readonly startupMs?: number;
  /** Pause between two questions where a probe has none of its own. Default 10 s. */
  readonly intervalMs?: number;
}

export interface StopSpec {
  readonly signal: 'SIGTERM' | 'SIGINT' | 'SIGQUIT';
  /** How long until KILL. */
  readonly graceMs: number;
}

/** How a line of output is read. The raw text is always kept. */
export interface LogSpec {
  /** `output`: what the program prints, in its `log_file`. `own`: the program writes this file or the newest match of it itself. */
  readonly from: 'output' | { readonly own: Expression };
  /** Named groups `level` and `message` (and `time`); the first pattern that matches wins. No match: INFO, whole line. */
  readonly patterns: readonly string[];
  /** Vendor words → levels, beyond the usual. */
  readonly levels?: Readonly<Record<string, 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL'>>;
}
