import { type Json, type JsonObject, type Severity, severities } from '@showrunner/contracts';
import type { Destination, NotificationSettings, Thresholds } from './destination.ts';

/**
 * Reads `dumb.notifications`. Its values were checked when they were saved; what is missing gets the default that the
 * shipped document has.
 */
export function readSettings(block: Json | undefined): NotificationSettings {
  const fields = toObject(block);
  return {
    enabled: fields['enabled'] === true,
    monitorIntervalSec: numberOf(fields['monitor_interval_sec'], 30),
    historyRetentionDays: numberOf(fields['history_retention_days'], 30),
    maxAttempts: numberOf(fields['max_attempts'], 3),
    retryBaseSec: numberOf(fields['retry_base_sec'], 30),
    thresholds: readThresholds(toObject(fields['thresholds'])),
    destinations: toList(fields['destinations']).map((item) => readDestination(toObject(item))),
  };
}

function readThresholds(fields: JsonObject): Thresholds {
  return {
    cpuPct: numberOf(fields['cpu_percent'], 85),
    memoryPct: numberOf(fields['memory_percent'], 85),
    diskPct: numberOf(fields['disk_percent'], 90),
    inodePct: numberOf(fields['inode_percent'], 90),
    durationSec: numberOf(fields['duration_sec'], 60),
  };
}

/** One destination; its defaults are here alone, since a list has none in the document. */
export function readDestination(fields: JsonObject): Destination {
  const severity = severities.find((one) => one === fields['minimum_severity']);
  return {
    id: textOf(fields['id'], ''),
    name: textOf(fields['name'], '') || 'Notification destination',
    enabled: fields['enabled'] !== false,
    provider: fields['provider'] === 'webhook' ? 'webhook' : 'apprise',
    url: textOf(fields['url'], '').trim(),
    verifyTls: fields['verify_tls'] !== false,
    headers: Object.fromEntries(
      Object.entries(toObject(fields['headers'])).map(([name, value]) => [name, String(value)]),
    ),
    minimumSeverity: severity ?? 'warning',
    eventTypes: textsOf(fields['event_types']),
    serviceNames: textsOf(fields['service_names']),
    cooldownSec: numberOf(fields['cooldown_sec'], 300),
    sendRecovery: fields['send_recovery'] !== false,
  };
}

/** How grave one word is beside another. */
export function rankOf(severity: Severity): number {
  return severities.indexOf(severity);
}

export function toObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function toList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []; // a JSON array has JSON in it
}

function textsOf(value: Json | undefined): readonly string[] {
  return toList(value).filter((item): item is string => typeof item === 'string');
}

function textOf(value: Json | undefined, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function numberOf(value: Json | undefined, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}
