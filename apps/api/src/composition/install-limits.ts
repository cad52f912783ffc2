import { getIn } from '@showrunner/config';
import type { JsonObject } from '@showrunner/contracts';
import type { InstallerSettings } from '@showrunner/installer';

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;
const dayMs = 24 * 60 * 60_000;

/**
 * What `dumb.install_cache` allows, read each time: a person may change it while we run.
 * @param document the effective document, once there is one
 */
export function installLimits(
  document: () => JsonObject | undefined,
): Pick<InstallerSettings, 'limits' | 'cacheLimits'> {
  const number = (name: string, otherwise: number): number => {
    const value = getIn(document() ?? {}, ['dumb', 'install_cache', name]);
    return typeof value === 'number' ? value : otherwise;
  };
  return {
    limits: {
      get downloadBytes() {
        return number('max_download_size_mb', 4096) * mebibyte;
      },
      get archiveEntries() {
        return number('max_archive_entries', 250_000);
      },
      get unpackedBytes() {
        return number('max_unpacked_size_gib', 50) * gibibyte;
      },
    },
    cacheLimits: () => ({
      maxBytes: number('max_size_gib', 25) * gibibyte,
      maxAgeMs: number('max_age_days', 90) * dayMs,
      versionsKept: number('artifact_retention_count', 2),
    }),
  };
}
