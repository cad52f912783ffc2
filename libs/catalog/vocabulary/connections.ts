import type { Database, Files, HttpRequest, HttpResponse, Owner, Postgres } from '@showrunner/platform';
import type { Condition, Expression } from './condition.ts';

/**
 * What a service can be to another one, and what it has to publish for that, so that a consumer need not know which
 * service it speaks to. The list is closed: a new capability is a new line here.
 *
 * - `arr` Sonarr and its kin: `application` is the name under which Prowlarr and others know it (`Sonarr`), `media` what
 *   it looks after (`shows`, `films`, `music`, `adult`), `api` the path of its API (`/api/v3`)
 * - `indexer-manager` Prowlarr's API · `request-manager` Seerr's · `media-server` Plex, Jellyfin, Emby; `kind` says which
 * - `torrent-client` qBittorrent's API · `usenet-client` SABnzbd's · `torznab` an indexer: its `url` ends in `/torznab`
 * - `webdav` a file server · `mount` a directory with such files
 */
export const capabilities = {
  arr: ['url', 'api_key', 'api', 'application', 'media'],
  'indexer-manager': ['url', 'api_key'],
  'request-manager': ['url', 'api_key'],
  'media-server': ['url', 'kind'],
  'torrent-client': ['url'],
  'usenet-client': ['url', 'api_key'],
  torznab: ['url'],
  webdav: ['url'],
  mount: ['path'],
} as const;
export type Capability = keyof typeof capabilities;

/** What a service provides: for each capability the values that it publishes, as expressions of its own manifest. */
export type Provides = {
  readonly [C in Capability]?: { readonly [V in (typeof capabilities)[C][number]]: Expression };
};

/** A value under conditions: that of the first whose condition holds; blank where none does. */
export type ConnectionValue = Expression | readonly { readonly when?: Condition; readonly value: Expression }[];

/** Which instances of the other end: */
export const peerRules = [
  /** all that are switched on */
  'all',
  /** the one that this entry is linked to: of the same instance name, else tagged, else the only one */
  'linked',
  /** those of which one names the service of the other in `core_service` */
  'tagged',
  /** those that share a `core_service` with this entry */
  'shared-tag',
  /** the same, and all of them where this entry has no `core_service` */
  'shared-tag-or-untagged',
] as const;
export type PeerRule = (typeof peerRules)[number];

/**
 * A connection that is made between two running services through their interfaces: an Arr becomes an application of
 * Prowlarr, Decypharr a download client of an Arr. (An edge of the start order is a `Requirement`, an address on a web
 * page is in `links`.)
 *
 * The planner makes one step of it for every pair of this service's and the other end's instances, once both are healthy.
 * It is made again when a value of it changes (a port, a key), and when it has failed; it is undone when one of the two
 * is switched off or removed, or when the rule or the condition stops to hold. A failure keeps nothing from running.
 *
 * How to write one: say in the manifest of the *consumer* whom it connects to and with which values, and export the hooks
 * of that name from `connections` of the service folder. The hooks know only the values, never a manifest; so what they do
 * again with equal values must change nothing, and what other people made must survive them. Hooks that several folders
 * use are in `families`; for an Arr there is `families/arr/arr-api.ts`.
 *
 * ```ts
 * connections: [{
 *   id: 'application',
 *   to: { capability: 'arr' },
 *   instance: 'all',
 *   title: 'Add ${peer.name} to ${self.process_name}',
 *   reason: 'It hands its indexers to ${peer.name}',
 *   undo: 'Remove ${peer.name} from ${self.process_name}',
 *   keptBy: 'self',
 *   hook: 'arr-application',
 *   values: { url: 'http://127.0.0.1:${port.web}', arr_url: '${peer.offer.url}', arr_key: '${peer.offer.api_key}' },
 * }]
 * ```
 *
 * Values, titles and `when` know the other end under `peer`, beside all that a manifest may refer to:
 * `peer.name` its process name · `peer.key` its service · `peer.display` the name of that service · `peer.instance` the
 * instance's name and `peer.slug` the same as a path segment, both blank for a single service · `peer.<field>` ·
 * `peer.port.<id>` · `peer.path.<field>` made real · `peer.secret.<name>` · `peer.offer.<value>` what it publishes for
 * the capability, or for any where a service is named.
 */
export interface ConnectionSpec {
  /** Unique among those of this service. */
  readonly id: string;
  readonly to: { readonly capability: Capability } | { readonly service: string };
  readonly instance: PeerRule;
  readonly when?: Condition;
  /** What the step does: "Add Sonarr to Prowlarr". */
  readonly title: Expression;
  /** Why, a sentence without its full stop. */
  readonly reason: Expression;
  /** What undoing it does: "Remove Sonarr from Prowlarr". */
  readonly undo: Expression;
  /** Whose settings hold it. There it is undone, while that one runs; a trace in what is gone needs no undoing. */
  readonly keptBy: 'self' | 'peer';
  /** Name of the hooks that make and undo it. */
  readonly hook: string;
  readonly values: Readonly<Record<string, ConnectionValue>>;
}

/** One end of a connection. */
export interface ConnectionEnd {
  readonly serviceKey: string;
  /** Name of the instance; `null` for a single service. */
  readonly instance: string | null;
  readonly processName: string;
}

/** The hands of a connection hook. Everything that waits is bounded by `signal`, every answer in time and size. */
export interface ConnectionContext {
  /** The service whose manifest has the connection, and the other one. */
  readonly self: ConnectionEnd;
  readonly peer: ConnectionEnd;
  /** The spec's `values`, resolved; blank what refers to nothing. While undoing, the end that is gone may be blank. */
  readonly values: Readonly<Record<string, string>>;
  readonly files: Files;
  /** @throws Problem `source.unreachable`; then the step is tried again for a while, as with `connection.not-ready` */
  http(request: Omit<HttpRequest, 'timeoutMs'> & { readonly timeoutMs?: number }): Promise<HttpResponse>;
  readonly postgres: Postgres;
  /** Works in a SQLite file of a program, for as long as `work` takes. @throws Problem `connection.not-ready` where it is missing */
  editDatabase<T>(path: string, work: (database: Database) => T): T;
  /** Who the service of the manifest runs as. */
  readonly owner: Owner | undefined;
  /** One line for the person who watches the step. */
  log(line: string): void;
  readonly signal: AbortSignal;
}

/** Which program must be started again to see what changed. */
export type ConnectionOutcome = 'done' | 'restart-self' | 'restart-peer';

/**
 * Makes a connection, and undoes it. Both are idempotent. They throw a Problem `connection.not-ready` where trying again
 * may help (the other end is busy), and `connection.refused` with a sentence that says what to mend where it does not.
 */
export interface ConnectionHooks {
  connect(ctx: ConnectionContext): Promise<ConnectionOutcome>;
  disconnect(ctx: ConnectionContext): Promise<ConnectionOutcome>;
  /**
   * Whether the trace of a connection that was made is still there. Asks one thing and changes nothing; `false` only where
   * the program was heard and does not have it. Without it nobody looks after what people take out by hand.
   */
  isMade?(ctx: ConnectionContext): Promise<boolean>;
}
