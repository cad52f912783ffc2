import type { JsonObject, NotificationsConfig, ShownDestination } from '@showrunner/contracts';
import { parseTarget } from '../targets/parse-target.ts';
import type { Target } from '../targets/target.ts';
import type { Destination } from './destination.ts';
import { readDestination, readSettings, toList, toObject } from './read-settings.ts';

/**
 * The configuration as it goes over the wire: addresses and headers are write-only, two flags say that they are there.
 * @param isService whether a process of that name is enabled; others are left out of filters
 */
export function showSettings(block: JsonObject, isService: (name: string) => boolean): NotificationsConfig {
  const { enabled, monitorIntervalSec, historyRetentionDays, maxAttempts, retryBaseSec, thresholds } =
    readSettings(block);
  const pressure = toObject(block['thresholds'])['database_pressure'];
  return {
    enabled,
    monitor_interval_sec: monitorIntervalSec,
    history_retention_days: historyRetentionDays,
    max_attempts: maxAttempts,
    retry_base_sec: retryBaseSec,
    destinations: toList(block['destinations']).map((item) => show(readDestination(toObject(item)), isService)),
    thresholds: {
      cpu_percent: thresholds.cpuPct,
      memory_percent: thresholds.memoryPct,
      disk_percent: thresholds.diskPct,
      inode_percent: thresholds.inodePct,
      database_pressure: pressure === 'moderate' || pressure === 'critical' ? pressure : 'high',
      duration_sec: thresholds.durationSec,
    },
  };
}

function show(destination: Destination, isService: (name: string) => boolean): ShownDestination {
  const target = targetOf(destination);
  return {
    id: destination.id,
    name: destination.name,
    enabled: destination.enabled,
    provider: destination.provider,
    url: '',
    url_configured: destination.url !== '',
    verify_tls: destination.verifyTls,
    headers: {},
    headers_configured: Object.keys(destination.headers).length > 0,
    minimum_severity: destination.minimumSeverity,
    event_types: [...destination.eventTypes],
    service_names: destination.serviceNames.filter(isService),
    cooldown_sec: destination.cooldownSec,
    send_recovery: destination.sendRecovery,
    kind: target?.kind ?? null,
    place: target?.place ?? null,
  };
}

/** A document may hold addresses that only another program understands. */
function targetOf(destination: Destination): Target | undefined {
  if (destination.url === '') return undefined;
  try {
    return parseTarget(destination);
  } catch {
    return undefined;
  }
}
