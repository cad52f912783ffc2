import type { UnitId } from '@showrunner/contracts';
import type { ConnectionEnd } from '@showrunner/catalog';
import type { RunUser } from '../unit.ts';

/** One end as it was when the connection was made; enough to undo it once its entry is gone. */
export interface RecordedEnd extends ConnectionEnd {
  readonly ports: Readonly<Record<string, number>>;
}

/** What is remembered of a connection that has been made, or may have been. Nothing secret is in it. */
export interface ConnectionRecord {
  /** `id` of its spec. */
  readonly connection: string;
  readonly self: RecordedEnd;
  readonly peer: RecordedEnd;
}

/** A call of a connection hook, its values resolved. */
export interface PlannedConnection {
  /** Under which it is recorded: `connection:prowlarr/Default:application:sonarr/Anime`. */
  readonly key: string;
  readonly hook: string;
  readonly record: ConnectionRecord;
  /** Units of both ends, whether they still are or not. */
  readonly units: { readonly self: UnitId; readonly peer: UnitId };
  readonly values: Readonly<Record<string, string>>;
  /** Who the service of the manifest runs as. */
  readonly owner?: RunUser;
}
