import { getIn } from '@showrunner/config';
import type { JsonObject } from '@showrunner/contracts';
import type { HistorySettings } from '@showrunner/metrics';
import type { ServedStack } from '../served.ts';

/** What the document says under `dumb.metrics`; it may change at any time. */
export interface MetricsSettings {
  readonly scope: 'host' | 'cgroup' | 'auto';
  readonly filesystemPaths: readonly string[];
  /** Names of network interfaces, or the one word `all`. */
  readonly interfaces: readonly string[];
  readonly provider: 'sqlite' | 'postgresql';
  /** The file that samples are kept in, as the document names it. */
  readonly databaseName: string;
  /** Its real path. */
  readonly databasePath: string;
  /** Real path of the directory that older versions of the original kept theirs in. */
  readonly jsonlDirectory: string;
  readonly history: HistorySettings;
}

const mebibyte = 1024 * 1024;

/** Reads them. A value that the document does not have, or that is of no use, is the default. */
export function readMetricsSettings(stack: Pick<ServedStack, 'document' | 'realPath'>): MetricsSettings {
  const block = (getIn(stack.document().effective, ['dumb', 'metrics']) ?? {}) as JsonObject;
  const value = (...path: string[]) => getIn(block, path);
  const number = (fallback: number, ...path: string[]) => {
    const found = value(...path);
    return typeof found === 'number' && Number.isFinite(found) ? found : fallback;
  };
  const text = (fallback: string, ...path: string[]) => {
    const found = value(...path);
    return typeof found === 'string' && found !== '' ? found : fallback;
  };
  const scope = value('system_scope');
  const databaseName = text('/config/metrics/metrics.sqlite', 'storage', 'sqlite_path');
  const maxMb = number(100, 'history_max_total_mb');
  const jsonlDirectory = stack.realPath(text('/config/metrics', 'history_dir'));
  return {
    scope: scope === 'host' || scope === 'cgroup' ? scope : 'auto',
    filesystemPaths: texts(value('filesystem_paths'), (path) => path.startsWith('/')) ?? ['/'],
    interfaces: texts(value('network_interfaces'), (name) => name.trim() !== '') ?? ['all'],
    provider: value('storage', 'provider') === 'postgresql' ? 'postgresql' : 'sqlite',
    databaseName,
    databasePath: stack.realPath(databaseName),
    jsonlDirectory,
    history: {
      enabled: value('history_enabled') !== false,
      intervalMs: Math.max(0.5, number(5, 'history_interval_sec')) * 1000,
      retentionDays: number(7, 'history_retention_days'),
      // 0 says that size does not matter.
      maxBytes: maxMb > 0 ? maxMb * mebibyte : Number.MAX_SAFE_INTEGER,
      ...(value('storage', 'migrate_jsonl') === false ? {} : { jsonlDirectory }),
    },
  };
}

function texts(value: unknown, fits: (text: string) => boolean): readonly string[] | undefined {
  const found = [value ?? []].flat().filter((text): text is string => typeof text === 'string' && fits(text));
  return found.length === 0 ? undefined : found;
}
