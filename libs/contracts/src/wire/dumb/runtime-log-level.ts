import { type Static, Type } from '../../schema.ts';

/** `POST /process/runtime-log-level` */
export const RuntimeLogLevelBody = Type.Object({ debug_enabled: Type.Boolean() }, { additionalProperties: false });
export type RuntimeLogLevelBody = Static<typeof RuntimeLogLevelBody>;

/** What our own log is written from on. Levels are DEBUG, INFO, WARNING, ERROR and CRITICAL. */
export const RuntimeLogLevelAnswer = Type.Object({
  /** `dumb.log_level` */
  configured_level: Type.String(),
  /** `dumb.api_service.log_level`, or the former. */
  configured_uvicorn_level: Type.String(),
  effective_level: Type.String(),
  debug_enabled: Type.Boolean(),
  /** Whether somebody has switched it since the start. */
  override_active: Type.Boolean(),
  temporary: Type.Boolean(),
  resets_on_restart: Type.Boolean(),
});
export type RuntimeLogLevelAnswer = Static<typeof RuntimeLogLevelAnswer>;
