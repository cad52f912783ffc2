import type { BlockSpec } from '../shape/shape.ts';

/** When a start counts as done. Times in seconds. */
export const startup: BlockSpec = {
  defaults: { readiness_timeout_seconds: 300, readiness_poll_interval_seconds: 5, stabilization_seconds: 15 },
  fields: {
    readiness_timeout_seconds: { minimum: 0 },
    readiness_poll_interval_seconds: { minimum: 0.001 },
    stabilization_seconds: { minimum: 0 },
  },
  closed: [''],
};

/** What is kept of downloads and builds, and how much of it is taken from outside. */
export const installCache: BlockSpec = {
  defaults: {
    enabled: true,
    path: '/config/.cache/dumb',
    max_size_gib: 25,
    max_age_days: 90,
    artifact_retention_count: 2,
    clean_retry: true,
    max_download_size_mb: 4096,
    max_archive_entries: 250000,
    max_unpacked_size_gib: 50,
    activation_health_timeout_seconds: 120,
    activation_stabilization_seconds: 15,
  },
  fields: {
    max_size_gib: { minimum: 1, maximum: 1024 },
    max_age_days: { minimum: 1, maximum: 3650 },
    artifact_retention_count: { minimum: 1, maximum: 10 },
    max_download_size_mb: { minimum: 1, maximum: 32768 },
    max_archive_entries: { minimum: 1, maximum: 1000000 },
    max_unpacked_size_gib: { minimum: 1, maximum: 2048 },
    activation_health_timeout_seconds: { minimum: 5, maximum: 1800 },
    activation_stabilization_seconds: { minimum: 0, maximum: 300 },
  },
  closed: [''],
};

/** How media servers are kept from emptying their libraries while storage is away. */
export const mediaProtection: BlockSpec = {
  defaults: {
    enabled: true,
    recovery_stabilization_seconds: 30,
    recovery_timeout_seconds: 180,
    monitor_interval_seconds: 5,
    services: [],
  },
  fields: {
    recovery_stabilization_seconds: { minimum: 5, maximum: 600 },
    recovery_timeout_seconds: { minimum: 30, maximum: 3600 },
    monitor_interval_seconds: { minimum: 2, maximum: 60 },
  },
  closed: [''],
  items: {
    services: {
      defaults: { process_name: '', enabled: true, api_key: '', stop_when_idle_on_outage: true, protected_mounts: [] },
      fields: { api_key: { secret: true } },
      closed: [''],
      required: ['process_name'],
    },
  },
};

/** Which units are started again, and when to stop trying. Times in seconds. */
export const autoRestart: BlockSpec = {
  defaults: {
    enabled: false,
    restart_on_unhealthy: true,
    healthcheck_interval: 30,
    unhealthy_threshold: 3,
    max_restarts: 3,
    window_seconds: 300,
    backoff_seconds: [5, 15, 45, 120],
    grace_period_seconds: 30,
    services: [],
  },
  fields: {
    unhealthy_threshold: { minimum: 1 },
    max_restarts: { minimum: 0 },
    window_seconds: { minimum: 0 },
    grace_period_seconds: { minimum: 0 },
    'backoff_seconds.*': { types: ['number'], minimum: 0 },
  },
  items: {
    services: {
      defaults: {},
      fields: { process_name: { types: ['string'] }, enabled: { types: ['boolean'] } },
      required: ['process_name'],
    },
  },
};
