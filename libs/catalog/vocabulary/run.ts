import type { Condition, Expression } from './condition.ts';
import type { ToolchainName } from './source.ts';

/** An argument, or arguments that apply under a condition. */
export type ArgvItem = Expression | { readonly when: Condition; readonly args: readonly Expression[] };
export type EnvValue = Expression | { readonly when: Condition; readonly value: Expression };

export interface RunSpec {
  readonly argv: readonly ArgvItem[];
  readonly cwd: Expression;
  /** What the child gets beside the minimal base (`PATH`, `HOME`, `LANG`, `TZ`). The entry's `env` comes on top. */
  readonly env?: Readonly<Record<string, EnvValue>>;
  /** Directories in front of PATH. */
  readonly path?: readonly Expression[];
  readonly toolchains?: readonly ToolchainName[];
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

/** How health is found out. All probes of a service must pass. */
export type ProbeSpec =
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
  | { readonly kind: 'mount'; readonly path: Expression; readonly when?: Condition };

export interface HealthSpec {
  readonly probes: readonly ProbeSpec[];
  /** How long it may take to become healthy after the start. Default 120 s. */
  readonly startupMs?: number;
  /** Default 10 s. */
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
