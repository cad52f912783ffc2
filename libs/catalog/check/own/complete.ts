import type { Json, JsonObject } from '@showrunner/contracts';
import { isRecord } from '../shape/checks.ts';

/**
 * Fills in what most programs have in common, so that a person's own manifest names only what is special about theirs.
 * What the person has written always stays.
 */
export function complete(written: JsonObject, key: string): JsonObject {
  const displayName = typeof written['displayName'] === 'string' ? written['displayName'] : key;
  const { defaults, runtime, onboarding } = written;
  return {
    key,
    role: 'optional',
    kind: 'unit',
    ports: [],
    requires: [],
    stop: { signal: 'SIGTERM', graceMs: 10_000 },
    stopTier: 'apps',
    ...written,
    displayName,
    defaults: {
      enabled: false,
      process_name: displayName,
      ...portFields(written['ports']),
      config_dir: `/${key}`,
      log_file: `/log/${key}.log`,
      env: {},
      ...objectOf(defaults),
    },
    onboarding: {
      name: displayName,
      description: written['description'] ?? displayName,
      // After everything that Showrunner brings.
      order: 1000,
      phase: 'after-core',
      ...objectOf(onboarding),
    },
    ...(isRecord(runtime) ? { runtime: completeRuntime(objectOf(runtime)) } : {}),
  };
}

function completeRuntime(runtime: JsonObject): JsonObject {
  const { artifact, run, logs } = runtime;
  return {
    simulated: false,
    ...runtime,
    ...(isRecord(artifact) ? { artifact: { version: { kind: 'marker' }, persist: [], ...objectOf(artifact) } } : {}),
    ...(isRecord(run) ? { run: { cwd: '${self.config_dir}', user: 'service', ...objectOf(run) } } : {}),
    logs: { from: 'output', patterns: [], ...objectOf(logs) },
  };
}

/** A port is a field of the entry, so that it can be changed and moved. */
function portFields(ports: Json | undefined): JsonObject {
  if (!Array.isArray(ports)) return {};
  return Object.fromEntries(
    ports.flatMap((port: Json) => {
      const { field, default: number } = objectOf(port);
      return typeof field === 'string' && number !== undefined ? [[field, number] as const] : [];
    }),
  );
}

function objectOf(value: Json | undefined): JsonObject {
  return isRecord(value) ? (value as JsonObject) : {}; // it was parsed from JSON-like text
}
