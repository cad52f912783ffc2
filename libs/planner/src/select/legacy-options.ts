import type { Json, JsonObject } from '@showrunner/contracts';

type Replace = (value: Json) => JsonObject;

/** Options that clients still send, and what they mean today: service → option → options. */
const legacy: Readonly<Record<string, Readonly<Record<string, Replace>>>> = {
  decypharr: {
    use_embedded_rclone: (value) => ({ mount_type: value === true ? 'rclone' : 'external_rclone' }),
  },
};

/** Replaces options that clients know by an old name. A modern option that is given as well wins. */
export function toModernOptions(serviceKey: string, options: JsonObject): JsonObject {
  const replacements = legacy[serviceKey];
  if (replacements === undefined) return options;
  let modern: JsonObject = {};
  for (const [key, value] of Object.entries(options)) {
    const replace = replacements[key];
    if (replace === undefined) modern = { ...modern, [key]: value };
    else if (value !== null) modern = { ...replace(value), ...modern };
  }
  return modern;
}
