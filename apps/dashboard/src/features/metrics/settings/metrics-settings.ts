import type {
  Json,
  JsonObject,
  MetricsFilesystemsAnswer,
  MetricsInterfacesAnswer,
  MetricsStorageAnswer,
} from '@showrunner/contracts';
import { queryOptions } from '@tanstack/react-query';
import { get, post } from '../../../shared/api/client.ts';

/** What a person can set of metrics; the words are those of `dumb.metrics` in the document. */
export interface MetricsSettings {
  readonly enabled: boolean;
  readonly intervalSeconds: number;
  readonly retentionDays: number;
  readonly maxMegabytes: number;
  readonly filesystems: readonly string[];
  /** Names, or the one word `all`. */
  readonly interfaces: readonly string[];
}

export interface MetricsChoices {
  readonly settings: MetricsSettings;
  readonly filesystems: MetricsFilesystemsAnswer['candidates'];
  readonly interfaces: MetricsInterfacesAnswer['candidates'];
}

/** The settings, and what there is to choose from. */
export const metricsSettingsQuery = queryOptions({
  queryKey: ['metrics-settings'],
  queryFn: async ({ signal }): Promise<MetricsChoices> => {
    const [document, filesystems, interfaces] = await Promise.all([
      get<JsonObject>('/config', signal),
      get<MetricsFilesystemsAnswer>('/metrics/filesystems', signal),
      get<MetricsInterfacesAnswer>('/metrics/network-interfaces', signal),
    ]);
    return {
      settings: readSettings(document, filesystems.configured_paths, interfaces.configured_interfaces),
      filesystems: filesystems.candidates,
      interfaces: interfaces.candidates,
    };
  },
});

/** How much is kept. */
export const metricsStorageQuery = queryOptions({
  queryKey: ['metrics-storage'],
  queryFn: ({ signal }) => get<MetricsStorageAnswer>('/metrics/history/storage', signal),
});

/** Writes them into the document. @throws ApiError where one does not fit; then none is changed */
export function saveSettings(settings: MetricsSettings): Promise<unknown> {
  return post('/config', { updates: { dumb: { metrics: toBlock(settings) } }, persist: true });
}

/** Words of the document. */
export function toBlock(settings: MetricsSettings): JsonObject {
  return {
    history_enabled: settings.enabled,
    history_interval_sec: settings.intervalSeconds,
    history_retention_days: settings.retentionDays,
    history_max_total_mb: settings.maxMegabytes,
    filesystem_paths: [...settings.filesystems],
    network_interfaces: [...settings.interfaces],
  };
}

export function readSettings(
  document: JsonObject,
  filesystems: readonly string[],
  interfaces: readonly string[],
): MetricsSettings {
  const block = objectAt(objectAt(document, 'dumb'), 'metrics');
  const number = (name: string, fallback: number) => {
    const value = block[name];
    return typeof value === 'number' ? value : fallback;
  };
  return {
    enabled: block['history_enabled'] !== false,
    intervalSeconds: number('history_interval_sec', 5),
    retentionDays: number('history_retention_days', 7),
    maxMegabytes: number('history_max_total_mb', 100),
    filesystems,
    interfaces,
  };
}

function objectAt(object: JsonObject, key: string): JsonObject {
  const value: Json | undefined = object[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
