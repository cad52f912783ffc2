import type { Json, JsonObject } from '@showrunner/contracts';

/** What we want of Riven's settings, by dotted path. Riven's versions name things differently: only what exists is set. */
export function wantedSettings(
  entry: JsonObject,
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, Json>> {
  const wanted: Record<string, Json> = {
    debug: entry['log_level'] === 'DEBUG',
    'database.host': values['database_url'] ?? '',
  };
  const libraryPath = values['library_path'] ?? '';
  const mountDir = values['mount_dir'];
  const mountName = values['mount_name'];
  if (entry['branch_enabled'] === true || Boolean(entry['commit_sha'])) {
    // Such builds mount a file system of their own beside the library of links.
    const own = `${libraryPath.slice(0, libraryPath.lastIndexOf('/'))}/riven`;
    setPaths(wanted, own, own);
  } else if (mountDir && mountName) {
    setPaths(wanted, `${mountDir}/${mountName}/__all__`, libraryPath);
  }
  const provider = providerBlock(values['provider'] ?? '');
  const key = values['zurg_key'] || values['provider_key'] || '';
  if (provider !== undefined && key !== '') wanted[`downloaders.${provider}.api_key`] = key;
  if (values['zilean_enabled'] === 'true') wanted['scraping.zilean.url'] = values['zilean_url'] ?? '';
  return wanted;
}

function setPaths(wanted: Record<string, Json>, mount: string, library: string): void {
  wanted['filesystem.mount_path'] = mount;
  wanted['symlink.rclone_path'] = mount;
  wanted['symlink.library_path'] = library;
  wanted['updaters.library_path'] = library;
}

function providerBlock(keyType: string): string | undefined {
  switch (keyType.toLowerCase()) {
    case 'realdebrid':
      return 'real_debrid';
    case 'alldebrid':
      return 'all_debrid';
    case 'debrid link':
    case 'debridlink':
      return 'debrid_link';
    case 'torbox':
      return 'torbox';
    default:
      return undefined;
  }
}

/**
 * Sets the wanted leaves that exist. A block of which something changed is switched on, because a new key for a
 * downloader that stays off is not what anybody means.
 */
export function applySettings(
  settings: JsonObject,
  wanted: Readonly<Record<string, Json>>,
): { settings: JsonObject; changed: readonly string[] } {
  const changed: string[] = [];
  const visit = (block: JsonObject, prefix: string): JsonObject => {
    const next: Record<string, Json> = {};
    let touched = false;
    for (const [key, value] of Object.entries(block)) {
      const path = prefix === '' ? key : `${prefix}.${key}`;
      const wish = wanted[path];
      if (isObject(value)) next[key] = visit(value, path);
      else if (wish === undefined || wish === value) next[key] = value;
      else {
        next[key] = wish;
        touched = true;
        changed.push(path);
      }
    }
    for (const flag of ['enabled', 'enable']) {
      if (!touched || prefix === '' || next[flag] !== false) continue;
      next[flag] = true;
      changed.push(`${prefix}.${flag}`);
    }
    return next;
  };
  return { settings: visit(settings, ''), changed };
}

/** Whether a JSON value is an object. */
export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
