import type { ConnectionRecord } from './connections/record.ts';
import type { FileDrift } from './drift.ts';
import type { UnitId, UnitState } from '@showrunner/contracts';
import type { MachineFacts, Owner, PortHolder } from '@showrunner/platform';
import type { Supervision } from './units/supervision.ts';

/** What a survey of this machine saw. The planner gets it as data, so that a plan can be repeated. */
export interface HostFacts {
  readonly machine: MachineFacts;
  /** Real path of the data root, without trailing slash; `/` in the container is the empty string. */
  readonly root: string;
  /** Listening sockets, those of our own units marked with their unit. */
  readonly ports: readonly (PortHolder & { readonly unitId?: UnitId })[];
  /** Programs of `system` sources that were found: name → full path. */
  readonly programs: Readonly<Record<string, string>>;
  /** Directories of the toolchains' programs (`${toolchain.node}`), found on the machine or to be fetched there. */
  readonly toolchains: Readonly<Partial<Record<string, string>>>;
  /** Account of puid, if there is one; and the account that databases run as. */
  readonly serviceAccount: Owner | undefined;
  readonly databaseAccount: Owner | undefined;
  readonly units: readonly UnitFact[];
  /** What has been applied: key of a piece of work → fingerprint of its input (see `fingerprint`). */
  readonly applied: Readonly<Record<string, string>>;
  /** What of it is not on the disk any more as it was applied, by the same keys. */
  readonly drift: Readonly<Record<string, readonly FileDrift[]>>;
  /** Connections that have been made or tried, by their keys. */
  readonly connections: Readonly<Record<string, ConnectionRecord>>;
  /** Secrets that programs keep in files of their own, by the names that `secret` takes (see `keptSecrets`). */
  readonly kept: Readonly<Record<string, string>>;
  /** Versions of installed artifacts by real root path. */
  readonly installed: Readonly<Record<string, string>>;
  /** What their sources called them, where that is known: the tag of a release, `<branch>-<sha8>`. */
  readonly releases?: Readonly<Record<string, string>>;
  /** Base environment of children: PATH, LANG, TZ. */
  readonly baseEnv: Readonly<Record<string, string>>;
  /** Whether the release servers are the simulator's. */
  readonly simulated: boolean;
  /** Stable secret of that name and kind; a pure function of the stack's own master secret. */
  secret(name: string, kind: 'hex32' | 'hex64' | 'urlsafe32'): string;
}

export interface UnitFact {
  readonly unitId: UnitId;
  readonly state: UnitState;
  readonly healthy: boolean;
  /** Stopped by a person: `reconcile` leaves it alone until somebody starts it. */
  readonly held?: boolean;
  /** Fingerprint of the spec that the living process was started with. */
  readonly runningFingerprint: string | undefined;
  /** How the engine supervises it now. */
  readonly supervision?: Supervision;
}
