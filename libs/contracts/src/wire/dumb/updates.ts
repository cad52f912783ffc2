import { type Static, Type } from '../../schema.ts';
import { Nullable, OpenObject } from './common.ts';

/** `GET /process/update-notices` */
export const UpdateNoticesQuery = Type.Object({ scope: Type.Optional(Type.String({ default: 'project' })) });
export type UpdateNoticesQuery = Static<typeof UpdateNoticesQuery>;

/** Keys whose value is null or blank are left out. Times are Unix seconds. */
export const UpdateNotice = Type.Object({
  /** Stable: a browser keeps the ids of those that were dismissed. */
  id: Type.String(),
  type: Type.String(),
  process_name: Type.String(),
  display_name: Type.String(),
  status: Type.Optional(Type.String()),
  message: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
  current_version: Type.Optional(Type.String()),
  previous_version: Type.Optional(Type.String()),
  available_version: Type.Optional(Type.String()),
  releases_behind: Type.Optional(Type.Integer()),
  checked_at: Type.Optional(Type.Integer()),
  applied_at: Type.Optional(Type.Integer()),
  release_url: Type.Optional(Type.String()),
  notes_label: Type.Optional(Type.String()),
  repo_url: Type.Optional(Type.String()),
});
export type UpdateNotice = Static<typeof UpdateNotice>;

export const UpdateNoticesAnswer = Type.Object({
  scope: Type.String(),
  available: Type.Array(UpdateNotice),
  info: Type.Array(UpdateNotice),
  applied: Type.Array(UpdateNotice),
});
export type UpdateNoticesAnswer = Static<typeof UpdateNoticesAnswer>;

/** What is known about updates of a process; keys as the original sets them. Times are Unix seconds. */
export const UpdateStatus = Type.Object({
  process_name: Type.Optional(Type.String()),
  status: Type.String(),
  reason: Type.Optional(Nullable(Type.String())),
  message: Type.Optional(Nullable(Type.String())),
  current_version: Type.Optional(Nullable(Type.String())),
  available_version: Type.Optional(Nullable(Type.String())),
  previous_version: Type.Optional(Nullable(Type.String())),
  releases_behind: Type.Optional(Nullable(Type.Integer())),
  checked_at: Type.Optional(Nullable(Type.Integer())),
  applied_at: Type.Optional(Nullable(Type.Integer())),
  next_check_at: Type.Optional(Nullable(Type.Integer())),
  auto_update_enabled: Type.Optional(Type.Boolean()),
  auto_update_mode: Type.Optional(Type.String()),
  auto_update_interval: Type.Optional(Type.Number()),
  auto_update_start_time: Type.Optional(Type.String()),
  configured_target_kind: Type.Optional(Type.String()),
  configured_target_installed: Type.Optional(Type.Boolean()),
  install_duration_seconds: Type.Optional(Type.Number()),
  downtime_seconds: Type.Optional(Type.Number()),
  downtime_status: Type.Optional(Type.String()),
  timing_completed_at: Type.Optional(Type.String()),
  release_url: Type.Optional(Type.String()),
  notes_label: Type.Optional(Type.String()),
  media_protection: Type.Optional(OpenObject),
});
export type UpdateStatus = Static<typeof UpdateStatus>;

/** `GET /process/update-status` */
export const UpdateStatusAnswer = Type.Object({ process_name: Type.String(), update_status: Nullable(UpdateStatus) });
export type UpdateStatusAnswer = Static<typeof UpdateStatusAnswer>;

/** `POST /process/update-check`; `force` has no effect in the original and none here. */
export const UpdateCheckBody = Type.Object({
  process_name: Type.String(),
  force: Type.Optional(Nullable(Type.Boolean())),
});
export type UpdateCheckBody = Static<typeof UpdateCheckBody>;

/** `POST /process/update-install` */
export const UpdateInstallBody = Type.Object({
  process_name: Type.String(),
  allow_override: Type.Optional(Nullable(Type.Boolean())),
  /** `configured`, `prerelease` or `nightly`; anything else counts as absent. */
  target: Type.Optional(Nullable(Type.String())),
  protection_override: Type.Optional(Nullable(Type.String())),
});
export type UpdateInstallBody = Static<typeof UpdateInstallBody>;

/** `POST /process/auto-update/reschedule` */
export const RescheduleBody = Type.Object({ process_name: Type.String() });
export type RescheduleBody = Static<typeof RescheduleBody>;
export const RescheduleAnswer = Type.Object({ status: Type.String(), message: Type.String() });
