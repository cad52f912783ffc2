import type { JsonObject } from '@showrunner/contracts';
import type { CommandResult, Files, HttpRequest, HttpResponse, Owner, Postgres } from '@showrunner/platform';

/**
 * Where a hook runs: `prepare` before each start after the files are written; `provision` once the unit is healthy,
 * idempotent.
 */
export type HookPoint = 'prepare' | 'provision';

/** The hands of a hook; it has no others. Everything that waits is bounded by `signal`. */
export interface HookContext {
  /** The effective entry of the instance. */
  readonly entry: JsonObject;
  /** What the manifest's `hooks` block asked for, resolved: expressions → values. */
  readonly values: Readonly<Record<string, string>>;
  readonly files: Files;
  http(request: HttpRequest): Promise<HttpResponse>;
  /** Runs a command as the unit's user with the unit's environment. A failing exit code is an answer. */
  exec(
    argv: readonly [string, ...string[]],
    options?: { env?: Record<string, string>; stdin?: string; timeoutMs?: number },
  ): Promise<CommandResult>;
  readonly postgres: Postgres;
  /** Who the unit runs as. */
  readonly owner: Owner | undefined;
  /** One line for the person who watches the step. */
  log(line: string): void;
  /** Resolves after `ms`. For polling what has no event. */
  sleep(ms: number): Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * A named function that a manifest lists because data cannot say it.
 * @returns `restart` when the unit must be started again to see what changed
 */
export type Hook = (ctx: HookContext) => Promise<'done' | 'restart'>;

export interface HookSpec {
  readonly name: string;
  readonly at: HookPoint;
  /** For the person who reads the plan: "Create the database cluster". */
  readonly title: string;
  readonly values: Readonly<Record<string, string>>;
}
