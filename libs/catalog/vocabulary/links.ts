import type { Json } from '@showrunner/contracts';
import type { Condition, Expression } from './condition.ts';
import type { EdgeKind, Reactions } from './edges.ts';

/** "Needs that service". */
export interface Requirement {
  readonly service: string;
  /** What is shared with it: says how the edge is kept, and what a loss means. */
  readonly kind: EdgeKind;
  /**
   * What must be true of it before we start: merely ordered, healthy, or its artifact installed. With `installed` it may
   * start after us; together with `enable` that says "switch it on, in whichever order".
   */
  readonly until: 'started' | 'healthy' | 'installed';
  /** Switch it on when we are switched on; otherwise only an order for when both are. */
  readonly enable: boolean;
  /** Which instance of a multi-instance service; default `all` enabled ones. */
  readonly instance?: 'same-name' | 'tagged' | 'all';
  readonly when?: Condition;
  /** A database that PostgreSQL must have for us; implies `service: 'postgres'`. */
  readonly database?: Expression;
  /** For a person: "stores its library there". */
  readonly reason: string;
  /** What happens to us with it, where that is not what `defaultReactions` says of the kind. */
  readonly on?: Partial<Reactions>;
  /** For the kind `port`: id of the provider's port; its first one where absent. */
  readonly port?: string;
}

/** An instance of another service that belongs to one core service: `Zurg w/ Riven`. */
export interface CompanionSpec {
  readonly service: string;
  readonly when?: Condition;
  /** Started before or after the core service. */
  readonly phase: 'before' | 'after';
  /** Further fields of the companion's entry, over what its own `companion` block says. */
  readonly set?: Readonly<Record<string, Json>>;
}

/** How an instance looks that was made for a core service. Values are expressions. */
export interface CompanionTemplate {
  readonly processName: Expression;
  readonly set: Readonly<Record<string, Json>>;
}

/** Where the key of a debrid provider goes. */
export interface CredentialSpec {
  readonly provider: string;
  /** Dotted field of the entry; `api_keys.realdebrid` makes one in a map. */
  readonly field: string;
}
