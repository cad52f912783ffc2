import type { BlockSpec } from '../shape/shape.ts';

/** What is measured of the machine and of the services, and how long it is kept. */
export const metrics: BlockSpec = {
  defaults: {
    system_scope: 'auto',
    filesystem_paths: ['/'],
    network_interfaces: ['all'],
    history_enabled: true,
    history_interval_sec: 5,
    history_retention_days: 7,
    history_max_total_mb: 100,
    history_max_file_mb: 50,
    history_dir: '/config/metrics',
    storage: {
      provider: 'sqlite',
      sqlite_path: '/config/metrics/metrics.sqlite',
      migrate_jsonl: true,
      postgresql: {
        database: 'dumb_metrics',
        schema: 'public',
        local_retention_days: 7,
        retry_interval_sec: 60,
      },
    },
    database_health: { enabled: false, interval_sec: 60, log_tail_bytes: 262144, services: {} },
    plex_status: { enabled: false, interval_sec: 300 },
  },
  fields: {
    system_scope: { enum: ['auto', 'host', 'cgroup'] },
    'filesystem_paths.*': { types: ['string'], pattern: '^/' },
    'network_interfaces.*': { types: ['string'], pattern: '\\S' },
    history_interval_sec: { minimum: 0.5 },
    history_retention_days: { minimum: 0 },
    history_max_total_mb: { minimum: 0 },
    'storage.provider': { enum: ['sqlite', 'postgresql'] },
    'storage.postgresql.local_retention_days': { minimum: 1, maximum: 3650 },
    'storage.postgresql.retry_interval_sec': { minimum: 15, maximum: 3600 },
    'database_health.interval_sec': { minimum: 15, maximum: 3600 },
    'database_health.log_tail_bytes': { minimum: 16384, maximum: 4194304 },
    'plex_status.interval_sec': { minimum: 60, maximum: 3600 },
  },
  closed: ['storage', 'storage.postgresql', 'database_health', 'plex_status'],
  items: {
    'database_health.services': {
      defaults: {},
      fields: {
        enabled: { types: ['boolean'] },
        mode: { types: ['string'] },
        ignore_network_storage: { types: ['boolean'] },
      },
      closed: [''],
    },
  },
};
