import { type Static, Type } from '../../schema.ts';
import { Nullable, OpenObject } from './common.ts';
import { UpdateStatus } from './updates.ts';

/** One entry of `GET /process/processes`. */
export const ProcessEntry = Type.Object({
  /** Keys of the entry in the document, joined with spaces; not a label. */
  name: Type.String(),
  process_name: Type.String(),
  enabled: Type.Boolean(),
  config: OpenObject,
  version: Nullable(Type.String()),
  key: Type.String(),
  config_key: Nullable(Type.String()),
  repo_url: Nullable(Type.String()),
  sponsorship_url: Nullable(Type.String()),
  supports_manual_update: Type.Boolean(),
  update_status: Nullable(UpdateStatus),
});
export type ProcessEntry = Static<typeof ProcessEntry>;
export const ProcessesAnswer = Type.Object({ processes: Type.Array(ProcessEntry) });

/** `GET /process` */
export const ProcessAnswer = Type.Object({
  process_name: Type.String(),
  config: OpenObject,
  version: Nullable(Type.String()),
  config_key: Nullable(Type.String()),
  update_status: Nullable(UpdateStatus),
  symlink_backup_status: Nullable(OpenObject),
  supports_manual_update: Type.Boolean(),
  repo_url: Nullable(Type.String()),
  sponsorship_url: Nullable(Type.String()),
  install_info: Nullable(OpenObject),
});
export type ProcessAnswer = Static<typeof ProcessAnswer>;

/** Body of start-, stop- and restart-service. */
export const ServiceActionBody = Type.Object({
  process_name: Type.String(),
  protection_override: Type.Optional(Nullable(Type.String())),
});
export type ServiceActionBody = Static<typeof ServiceActionBody>;

export const ServiceActionAnswer = Type.Object({
  status: Type.String(),
  process_name: Type.String(),
  media_protection: Type.Optional(OpenObject),
});
export type ServiceActionAnswer = Static<typeof ServiceActionAnswer>;

/** `GET /process/capabilities`: absent or false hides a feature. */
export const CapabilitiesAnswer = Type.Record(Type.String(), Type.Union([Type.Boolean(), Type.Array(Type.String())]));
export type CapabilitiesAnswer = Static<typeof CapabilitiesAnswer>;
