/**
 * What two services share, and so what the one loses with the other:
 *
 * - `order` nothing: the one merely comes after the other · `health` the other's work · `port` its answers on a port
 * - `database` a database that it holds · `network` the way out, or its network namespace · `mount` files that it mounts
 */
export const edgeKinds = ['order', 'health', 'port', 'database', 'network', 'mount'] as const;
export type EdgeKind = (typeof edgeKinds)[number];

/**
 * What is done to the dependent.
 *
 * - `ignore` nothing: it looks after itself
 * - `restart` it is restarted once the provider serves again, once for each new run of the provider
 * - `pause` it is stopped, its own dependents first, and started again when the provider serves
 * - `guard` it is left as it is: not started, not restarted, not ended for bad health, until the provider has served for
 *   a stable time
 */
export const reactions = ['ignore', 'guard', 'restart', 'pause'] as const;
export type Reaction = (typeof reactions)[number];

/** What happens to the dependent when its provider came back with another process, is unhealthy, or has no process. */
export interface Reactions {
  readonly restarted: Reaction;
  readonly unhealthy: Reaction;
  readonly gone: Reaction;
}

const nothing: Reactions = { restarted: 'ignore', unhealthy: 'ignore', gone: 'ignore' };

/**
 * What holds where a manifest says nothing.
 *
 * Programs that speak to each other over a port or to a database connect again by themselves, and ending them loses
 * what they are at; so nothing is done. A mount is another file system after each start: what has it open must open it
 * anew, and while it is away its directory is empty, which a media server takes for an empty library. So it is guarded
 * while the mount is away and restarted after it. Without its network a program would speak past it, through the plain
 * address; so it is stopped until the network is back.
 */
export const defaultReactions: Readonly<Record<EdgeKind, Reactions>> = {
  order: nothing,
  health: nothing,
  port: nothing,
  database: nothing,
  network: { restarted: 'restart', unhealthy: 'pause', gone: 'pause' },
  mount: { restarted: 'restart', unhealthy: 'guard', gone: 'guard' },
};
