/**
 * A text with references to other values: `${self.port}`, `${port.web}`, `${svc.postgres.port}`. A reference, not a
 * program. `$${` stands for a literal `${`. Namespaces:
 *
 * - `self.<field>` a field of the entry · `port.<id>` an assigned port of it · `path.<field>` a path field of it, made real
 * - `svc.<service>.<field>` a field of a singleton · `svc.<service>.port.<id>` an assigned port of it ·
 *   `svc.<service>.path.<field>` a path field of it, made real · `svc.<service>.secret.<name>` a generated secret of it
 * - `link.<service>.<field>` the instance of a multi-instance service that this entry is linked to (by equal instance
 *   name, else by a `core_service` that names us); blank where there is none; `link.<service>.path.<field>` made real
 * - `peer.…` the other end, in `connections` only, see there
 * - `instance.name`, `instance.slug` · `owner.key|display|slug` the core service that asked for a companion
 * - `request.provider`, `request.key` the chosen debrid provider and its key, while composing
 * - `system.pages` the web pages of everything that is switched on, as JSON: service, name, port, path, prefix
 * - `system.puid|pgid|root|arch` · `toolchain.<name>` directory of a toolchain's programs · `artifact` the installed root
 * - `dumb.plex_token|plex_address` what the person says of a Plex server in the general settings
 * - `secret.<name>` a generated secret that the manifest declares
 * - `url.<reference>` the value of that reference, percent-encoded for any place in a URL; `ado.<reference>` the same,
 *   quoted where a value of an ADO.NET connection string has to be. A person's password may hold any character.
 * - `text.<reference>` the same as a text, for a file in which a port has to be `"8282"`
 *
 * An expression in a path is made real under the data root by the planner, see `StorageSpec`.
 */
export type Expression = string;

/** When something applies. Conditions are data, evaluated by the planner against the effective document. */
export type Condition =
  | { readonly is: Expression; readonly equal: string | number | boolean }
  | { readonly is: Expression; readonly oneOf: readonly (string | number | boolean)[] }
  /** Not blank, not false, not zero, not missing. */
  | { readonly truthy: Expression }
  /** The service has an enabled entry. */
  | { readonly enabled: string }
  /** The entry names that core service in `core_service`; `of: 'peer'` asks the other end of a connection. */
  | { readonly tagged: string; readonly of?: 'peer' }
  /** The machine can do it. */
  | { readonly host: 'fuse' | 'userAllowOther' | 'fuseForUsers' | 'root' }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };
