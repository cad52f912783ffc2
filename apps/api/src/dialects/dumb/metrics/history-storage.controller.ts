import { Controller, Inject, Query } from '@nestjs/common';
import {
  MetricsMigrateQuery,
  MetricsMigration,
  MetricsStorageAnswer,
  MetricsStorageQuery,
} from '@showrunner/contracts';
import { findJsonl, importJsonl, readMigration, type StoreSize } from '@showrunner/metrics';
import { Route } from '../../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../../parts.ts';

const tag = 'Metrics';

/** Where samples are kept, and what was there before. */
@Controller()
export class HistoryStorageController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    method: 'GET',
    path: '/metrics/history/storage',
    role: 'viewer',
    tag,
    summary: 'How many samples are kept, and in how many bytes',
    query: MetricsStorageQuery,
    response: MetricsStorageAnswer,
  })
  async storage(): Promise<MetricsStorageAnswer> {
    const { metrics, platform } = this.parts;
    const { databasePath, databaseName, jsonlDirectory, provider } = metrics.settings();
    const store = await metrics.history();
    const [size, legacy, file, log] = await Promise.all([
      store.size(),
      findJsonl(platform.files, jsonlDirectory),
      platform.files.facts(databasePath),
      platform.files.facts(`${databasePath}-wal`),
    ]);
    const isElsewhere = provider === 'postgresql';
    return {
      configured_provider: provider,
      active_provider: 'sqlite',
      fallback_active: isElsewhere,
      last_error: isElsewhere
        ? 'This version keeps samples in SQLite only; dumb.metrics.storage.provider asks for PostgreSQL.'
        : null,
      last_postgresql_success: null,
      sqlite: { path: databaseName, file_bytes: (file?.sizeBytes ?? 0) + (log?.sizeBytes ?? 0), ...toSizeFields(size) },
      postgresql: null,
      legacy_jsonl: {
        files: legacy.length,
        bytes: legacy.reduce((sum, { bytes }) => sum + bytes, 0),
        preserved: true,
        migration: readMigration(store),
      },
    };
  }

  @Route({
    method: 'POST',
    path: '/metrics/history/migrate',
    role: 'admin',
    tag,
    summary: 'Take over the files that older versions kept their samples in; they stay',
    query: MetricsMigrateQuery,
    response: MetricsMigration,
  })
  async migrate(@Query() { force = false }: MetricsMigrateQuery): Promise<MetricsMigration> {
    const { metrics, platform } = this.parts;
    const { jsonlDirectory } = metrics.settings();
    return importJsonl(platform.files, await metrics.history(), { directory: jsonlDirectory, force });
  }
}

function toSizeFields({ samples, rawBytes, storedBytes, oldest, newest }: StoreSize) {
  return {
    samples,
    raw_bytes: rawBytes,
    compressed_bytes: storedBytes,
    compression_ratio: storedBytes > 0 ? Math.round((rawBytes / storedBytes) * 100) / 100 : null,
    oldest_timestamp: oldest,
    newest_timestamp: newest,
  };
}
