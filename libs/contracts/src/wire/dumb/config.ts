import { type Static, Type } from '../../schema.ts';
import { Nullable, OpenObject } from './common.ts';

/** `GET /config` */
export const ConfigQuery = Type.Object({ process_name: Type.Optional(Type.String()) });
export type ConfigQuery = Static<typeof ConfigQuery>;

/** `POST /config`: one block with `process_name`, else a deep merge into the whole document. */
export const ConfigUpdateBody = Type.Object({
  process_name: Type.Optional(Nullable(Type.String())),
  updates: OpenObject,
  persist: Type.Optional(Type.Boolean({ default: false })),
});
export type ConfigUpdateBody = Static<typeof ConfigUpdateBody>;
export const ConfigUpdateAnswer = Type.Object({
  status: Type.String(),
  process_name: Type.Optional(Type.String()),
  persisted: Type.Optional(Type.Boolean()),
  keys: Type.Optional(Type.Array(Type.String())),
});
export type ConfigUpdateAnswer = Static<typeof ConfigUpdateAnswer>;

/** `POST /config/process-config/schema` */
export const ProcessNameBody = Type.Object({ process_name: Type.String() });
export type ProcessNameBody = Static<typeof ProcessNameBody>;

/** `POST /config/service-config`: reads without `updates`, writes with them. */
export const ServiceConfigBody = Type.Object({
  service_name: Type.String(),
  updates: Type.Optional(Type.Union([OpenObject, Type.String(), Type.Array(Type.Unknown()), Type.Null()])),
  config_format: Type.Optional(Type.Unknown()),
});
export type ServiceConfigBody = Static<typeof ServiceConfigBody>;
export const ServiceConfigAnswer = Type.Object({
  service: Type.String(),
  service_path: Type.String(),
  config_format: Type.Optional(Type.String()),
  config: Type.Optional(Type.Unknown()),
  raw: Type.Optional(Type.String()),
  status: Type.Optional(Type.String()),
});
export type ServiceConfigAnswer = Static<typeof ServiceConfigAnswer>;

/** `GET /config/onboarding-status` */
export const OnboardingStatusAnswer = Type.Object({ needs_onboarding: Type.Boolean() });

/** `GET /config/service-ui-map` */
export const ServiceUiMapAnswer = Type.Record(Type.String(), Type.String());

/** `GET /config/service-ui` */
export const ServiceUiAnswer = Type.Object({
  enabled: Type.Boolean(),
  services: Type.Array(
    Type.Object({
      name: Type.String(),
      process_name: Type.String(),
      config_key: Type.String(),
      host: Type.String(),
      port: Type.Integer(),
      path: Type.String(),
      path_prefix: Type.String(),
      internal_service: Nullable(Type.String()),
    }),
  ),
  traefik_config: Type.String(),
});
export type ServiceUiAnswer = Static<typeof ServiceUiAnswer>;
export const ServiceUiBody = Type.Object({ enabled: Type.Optional(Type.Boolean({ default: true })) });
export type ServiceUiBody = Static<typeof ServiceUiBody>;
