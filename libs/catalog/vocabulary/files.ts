import type { Json } from '@showrunner/contracts';
import type { Condition, Expression } from './condition.ts';

export type FileFormat =
  'json' | 'yaml' | 'ini' | 'env' | 'postgres' | 'python' | 'text' | 'xml' | 'toml' | 'properties';

/**
 * One edit of a configuration file. `managed` ops are applied every time; `seed` ops only when the file is created. What no
 * op names (the user's own keys, comments where the format has them) survives. A `remove` with a value removes only that
 * value: what somebody else has put there stays.
 */
export interface FileOp {
  readonly op: 'set' | 'set-default' | 'set-if-blank' | 'add' | 'remove' | 'remove-section';
  /** Keys from the root: `['token']`, `['riven', 'url']`. */
  readonly at: readonly Expression[];
  /** Strings are expressions; a whole-string reference to a number keeps its type. */
  readonly value?: Json;
  /** For `add`: the key by which items of the list are told apart; one that is there stays as it is. */
  readonly by?: string;
  readonly when?: Condition;
  readonly mode?: 'managed' | 'seed';
  /** The value is masked wherever the plan is shown. */
  readonly secret?: boolean;
}

/** A configuration file of a service that Showrunner writes or edits. */
export interface FileSpec {
  readonly path: Expression;
  readonly format: FileFormat;
  /** What a new file starts from; default: empty. */
  readonly seed?: string;
  /** Octal permission bits of a new file, e.g. 0o600. */
  readonly mode: number;
  readonly owner: 'service' | 'invoker';
  readonly ops: readonly FileOp[];
  readonly when?: Condition;
}

export interface DirectorySpec {
  readonly path: Expression;
  readonly mode: number;
  readonly owner: 'service' | 'invoker' | 'run';
  readonly when?: Condition;
}
