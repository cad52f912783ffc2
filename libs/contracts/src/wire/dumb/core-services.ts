import { CoreSelection } from '../../change.ts';
import { type Static, Type } from '../../schema.ts';
import { Nullable, OpenObject } from './common.ts';

const Fields = Type.Record(Type.String(), OpenObject);
const Texts = Type.Record(Type.String(), Type.String());

/** A core service as the wizard offers it. */
export const CoreServiceOffer = Type.Object({
  name: Type.String(),
  key: Type.String(),
  dependencies: Type.Array(Type.String()),
  description: Type.String(),
  debrid_providers: Type.Array(Type.String()),
  service_options: Fields,
  service_option_descriptions: Type.Record(Type.String(), Texts),
  supports_instances: Type.Boolean(),
  /** Ours: whether this version can install it. */
  installable: Type.Boolean(),
  instance_options: Fields,
  instance_option_descriptions: Type.Record(Type.String(), Texts),
});
export type CoreServiceOffer = Static<typeof CoreServiceOffer>;
export const CoreServicesAnswer = Type.Object({ core_services: Type.Array(CoreServiceOffer) });

/** An optional service as the wizard offers it. */
export const OptionalServiceOffer = Type.Object({
  name: Type.String(),
  key: Type.String(),
  description: Type.String(),
  service_options: OpenObject,
  service_option_descriptions: Texts,
  supports_instances: Type.Boolean(),
  /** Ours: whether this version can install it. */
  installable: Type.Boolean(),
  instance_options: Fields,
  instance_option_descriptions: Type.Record(Type.String(), Texts),
});
export type OptionalServiceOffer = Static<typeof OptionalServiceOffer>;

/** `optional_services` may be repeated. The form with brackets is another parameter, and ignored as ever. */
export const OptionalServicesQuery = Type.Object({
  core_service: Type.Optional(Type.String()),
  optional_services: Type.Optional(Type.Union([Type.String(), Type.Array(Type.String())])),
});
export type OptionalServicesQuery = Static<typeof OptionalServicesQuery>;
export const OptionalServicesAnswer = Type.Object({ optional_services: Type.Array(OptionalServiceOffer) });

/** `POST /process/start-core-service`; closed on both levels. */
export const StartCoreServiceBody = Type.Object(
  {
    core_services: Type.Union([CoreSelection, Type.Array(CoreSelection)]),
    optional_services: Type.Optional(Nullable(Type.Array(Type.String()))),
    optional_service_options: Type.Optional(Nullable(Fields)),
  },
  { additionalProperties: false },
);
export type StartCoreServiceBody = Static<typeof StartCoreServiceBody>;

export const StartResults = Type.Array(Type.Object({ service: Type.String(), status: Type.String() }));
export const StartErrors = Type.Array(Type.Object({ service: Type.String(), error: Type.String() }));
export const StartCoreServiceAnswer = Type.Object({ results: StartResults, errors: StartErrors });
export type StartCoreServiceAnswer = Static<typeof StartCoreServiceAnswer>;
