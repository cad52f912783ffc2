import { resetActions } from '../../change.ts';
import { type Static, Type, Words } from '../../schema.ts';
import { Nullable } from './common.ts';

const Action = Type.Optional(
  Type.Unsafe<(typeof resetActions)[number]>({ type: 'string', default: 'reset', description: 'reset or remove' }),
);

/** `GET /process/service-reset/preview`; a word that is no action is refused with 400, as ever. */
export const ServiceResetQuery = Type.Object({ process_name: Type.String(), action: Action });
export type ServiceResetQuery = Static<typeof ServiceResetQuery>;

/** `POST /process/service-reset`; `confirmation` is the name of the process once more. */
export const ServiceResetBody = Type.Object(
  { process_name: Type.String(), confirmation: Type.String(), action: Action },
  { additionalProperties: false },
);
export type ServiceResetBody = Static<typeof ServiceResetBody>;

/** A path that a removal deletes. */
export const ServiceResetTarget = Type.Object({
  /** As the document has it, and where it is on this machine. */
  path: Type.String(),
  resolved_path: Type.String(),
  kind: Words(['directory', 'file']),
  /** The field that names it. */
  source: Type.String(),
  operation: Words(['clear_directory', 'delete_file']),
  exists: Type.Boolean(),
});
export type ServiceResetTarget = Static<typeof ServiceResetTarget>;

const preview = {
  process_name: Type.String(),
  service_key: Type.String(),
  instance_name: Nullable(Type.String()),
  action: Words(resetActions),
  config_action: Words(['remove_instance', 'reset_to_defaults']),
  /** Name of the template that comes back with the last instance. */
  default_instance_after_removal: Nullable(Type.String()),
  will_stop: Type.Boolean(),
  file_targets: Type.Array(ServiceResetTarget),
  warnings: Type.Array(Type.String()),
  retained: Type.Array(Type.String()),
  /** What has to be typed. */
  confirmation: Type.String(),
};
export const ServiceResetPreview = Type.Object(preview);
export type ServiceResetPreview = Static<typeof ServiceResetPreview>;

export const ServiceResetAnswer = Type.Object({
  ...preview,
  status: Type.Literal('completed'),
  /** The stack document before, secrets included. */
  config_backup_path: Type.String(),
  removed_paths: Type.Array(Type.String()),
});
export type ServiceResetAnswer = Static<typeof ServiceResetAnswer>;
