import type { JsonObject } from '@showrunner/contracts';

export const logLevels = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const;

const clock: JsonObject = { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' };
const texts: JsonObject = { type: 'array', items: { type: 'string' } };
const textOrTexts: JsonObject = { type: ['string', 'array'], items: { type: 'string' } };
const wholeFrom = (minimum: number): JsonObject => ({ type: 'integer', minimum });

/** Fields that mean the same wherever they stand. What a manifest says about a field comes on top. */
export const conventions: Readonly<Record<string, JsonObject>> = {
  process_name: { type: 'string', minLength: 1 },
  log_level: { type: 'string', enum: [...logLevels] },
  auto_update_mode: { type: 'string', enum: ['install', 'check_only'] },
  auto_update_interval: { type: 'number', minimum: 0 },
  auto_update_start_time: clock,
  symlink_backup_start_time: clock,
  symlink_backup_interval: { type: 'number', minimum: 1 },
  symlink_backup_retention_count: wholeFrom(0),
  symlink_backup_roots: textOrTexts,
  core_service: textOrTexts,
  core_services: textOrTexts,
  command: textOrTexts,
  commit_sha: { type: 'string', pattern: '^$|^[0-9a-fA-F]{40}$' },
  exclude_dirs: texts,
  platforms: texts,
  wait_for_mounts: texts,
  env: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
  puid: wholeFrom(1),
  pgid: wholeFrom(1),
  config_version: wholeFrom(0),
};

/** Whether a number of that name is a TCP port. */
export function isPortKey(key: string): boolean {
  return /(^|_)port$/.test(key);
}
