import type { JsonObject } from '@showrunner/contracts';
import type { ServiceManifest } from '@showrunner/catalog';

/**
 * Names, in the blank fields of a newly chosen entry that its manifest lets fill, the services around it that provide what
 * is wanted there. What was asked for stays, a blank too, and so does every entry that was switched on before.
 */
export function fillFields(
  config: JsonObject,
  manifest: ServiceManifest,
  asked: JsonObject,
  around: readonly ServiceManifest[],
): JsonObject {
  if (config['enabled'] === true) return config;
  const filled = Object.entries(manifest.fields ?? {}).flatMap(([name, { filledFrom }]) => {
    if (filledFrom === undefined || typeof asked[name] === 'string' || config[name] !== '') return [];
    const keys = around
      .filter(({ provides }) => filledFrom.some((capability) => provides?.[capability] !== undefined))
      .map(({ key }) => key);
    const [only] = keys;
    return only === undefined ? [] : [[name, keys.length === 1 ? only : keys] as const];
  });
  return filled.length === 0 ? config : { ...config, ...Object.fromEntries(filled) };
}
