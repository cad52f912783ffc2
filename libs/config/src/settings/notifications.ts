import type { BlockSpec } from '../shape/shape.ts';

const destination: BlockSpec = {
  defaults: {},
  fields: {
    id: { types: ['string'] },
    name: { types: ['string'], pattern: '^[\\s\\S]{0,120}$' },
    enabled: { types: ['boolean'] },
    provider: { types: ['string'], enum: ['apprise', 'webhook'] },
    url: { types: ['string'], secret: true, pattern: '^[\\s\\S]{0,4096}$' },
    verify_tls: { types: ['boolean'] },
    headers: { types: ['object'], secret: true },
    'headers.*': { types: ['string'] },
    minimum_severity: { types: ['string'], enum: ['info', 'success', 'warning', 'critical'] },
    event_types: { types: ['array'] },
    service_names: { types: ['array'] },
    cooldown_sec: { types: ['number'], minimum: 0, maximum: 604800 },
    send_recovery: { types: ['boolean'] },
  },
  closed: [''],
  required: ['provider'],
};

/** Who is told about what. */
export const notifications: BlockSpec = {
  defaults: {
    enabled: false,
    monitor_interval_sec: 30,
    history_retention_days: 30,
    max_attempts: 3,
    retry_base_sec: 30,
    destinations: [],
    thresholds: {
      cpu_percent: 85,
      memory_percent: 85,
      disk_percent: 90,
      inode_percent: 90,
      database_pressure: 'high',
      duration_sec: 60,
    },
  },
  fields: {
    monitor_interval_sec: { minimum: 15, maximum: 3600 },
    history_retention_days: { minimum: 1, maximum: 3650 },
    max_attempts: { minimum: 1, maximum: 10 },
    retry_base_sec: { minimum: 1, maximum: 3600 },
    'thresholds.cpu_percent': { minimum: 1, maximum: 100 },
    'thresholds.memory_percent': { minimum: 1, maximum: 100 },
    'thresholds.disk_percent': { minimum: 1, maximum: 100 },
    'thresholds.inode_percent': { minimum: 1, maximum: 100 },
    'thresholds.database_pressure': { enum: ['moderate', 'high', 'critical'] },
    'thresholds.duration_sec': { minimum: 0, maximum: 86400 },
  },
  closed: ['', 'thresholds'],
  items: { destinations: destination },
};
