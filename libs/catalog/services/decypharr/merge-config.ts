import type { Json, JsonObject } from '@showrunner/contracts';

/** What the file is made from, beside what is in it. */
export interface Wanted {
  /** Provider → key, as the entry has them. */
  readonly apiKeys: JsonObject;
  /** `dfs`, `rclone`, `external_rclone`, `none`. */
  readonly mountType: string;
  readonly mountPath: string;
  /** The entry's own settings of the mount of the kind `dfs`. */
  readonly dfs: JsonObject;
  readonly cacheDir: string;
  readonly downloadFolder: string;
  readonly uid: number;
  readonly gid: number;
  /** A version before 2, which reads other keys. */
  readonly legacy: boolean;
}

const keyOrder = [
  'url_base',
  'port',
  'log_level',
  'download_folder',
  'debrids',
  'mount',
  'arrs',
  'repair',
  'usenet',
  'allowed_file_types',
];

/** Words of the document for providers that Decypharr calls otherwise. */
const providerNames: Readonly<Record<string, string>> = { 'debrid link': 'debridlink', 'real-debrid': 'realdebrid' };

/**
 * The file with the entry's providers and mount in it. Ours are the keys of the providers; what else a person has set,
 * here or in Decypharr, stays. Blocks that versions before 2 had are taken over and then left out: a newer version that
 * finds them lets them win over what is set now.
 */
export function mergeConfig(config: JsonObject, wanted: Wanted): JsonObject {
  const { rclone, qbittorrent, sabnzbd, ...rest } = config;
  const debrids = mergeDebrids(toList(config['debrids']), wanted);
  if (wanted.legacy) {
    return ordered({
      ...config,
      debrids,
      qbittorrent: { download_folder: wanted.downloadFolder, ...toObject(qbittorrent) },
      sabnzbd: { download_folder: wanted.downloadFolder, ...toObject(sabnzbd) },
      ...(wanted.mountType === 'rclone' ? { rclone: { ...rcloneDefaults(wanted), ...toObject(rclone) } } : {}),
    });
  }
  const mount = toObject(rest['mount']);
  const own: JsonObject = {
    ...(wanted.mountType === 'dfs'
      ? { dfs: { ...dfsDefaults(wanted), ...wanted.dfs, ...toObject(mount['dfs']) } }
      : {}),
    ...(wanted.mountType === 'rclone'
      ? { rclone: { ...rcloneDefaults(wanted), ...toObject(rclone), ...toObject(mount['rclone']) } }
      : {}),
  };
  return ordered({ ...rest, debrids, mount: { ...mount, ...own } });
}

/** `v1.0.0`, `1.2`: before the configuration was changed. What is built from a branch or commit is newer. */
export function isLegacy(version: string): boolean {
  return /^v?[01]\./.test(version.trim());
}

function mergeDebrids(present: readonly JsonObject[], wanted: Wanted): JsonObject[] {
  const result = [...present];
  for (const [word, value] of Object.entries(wanted.apiKeys)) {
    const key = typeof value === 'string' ? value.trim() : '';
    if (key === '') continue;
    const lower = word.trim().toLowerCase();
    const provider = providerNames[lower] ?? lower;
    const at = result.findIndex((entry) => entry['provider'] === provider || entry['name'] === provider);
    const before = result[at] ?? {};
    const entry: JsonObject = {
      ...intervals(wanted),
      ...before,
      provider,
      name: provider,
      api_key: key,
      download_api_keys: downloadKeys(before, key),
    };
    if (at === -1) result.push(entry);
    else result[at] = entry;
  }
  return result;
}

/** Further keys that a person has added stay; the one that was replaced does not. */
function downloadKeys(before: JsonObject, key: string): Json[] {
  const present = Array.isArray(before['download_api_keys']) ? before['download_api_keys'] : [];
  return [key, ...present.filter((other: Json) => other !== key && other !== before['api_key'])];
}

function intervals({ legacy, mountType }: Wanted): JsonObject {
  if (!legacy) {
    return {
      rate_limit: '250/minute',
      torrents_refresh_interval: '10m',
      download_links_refresh_interval: '5m',
      workers: 4000,
      auto_expire_links_after: '3d',
    };
  }
  const own = mountType === 'rclone' ? { use_webdav: true, folder_naming: 'original_no_ext', rc_url: '' } : {};
  return {
    torrents_refresh_interval: '15s',
    download_links_refresh_interval: '40m',
    workers: 50,
    auto_expire_links_after: '3d',
    rate_limit: '250/minute',
    ...own,
  };
}

function dfsDefaults({ cacheDir, uid, gid }: Wanted): JsonObject {
  // Version 2.0 has to be told; later ones do so by themselves and do not know the two words any more.
  return { cache_dir: cacheDir, allow_other: true, default_permissions: true, uid, gid };
}

function rcloneDefaults({ mountPath, uid, gid }: Wanted): JsonObject {
  return {
    enabled: true,
    mount_path: mountPath,
    vfs_cache_mode: 'off',
    vfs_cache_max_age: '1h',
    vfs_cache_poll_interval: '1m',
    vfs_read_chunk_size: '128M',
    vfs_read_chunk_size_limit: 'off',
    vfs_read_ahead: '128k',
    uid,
    gid,
    attr_timeout: '1s',
    dir_cache_time: '5m',
  };
}

function ordered(config: JsonObject): JsonObject {
  const place = (key: string): number => {
    const at = keyOrder.indexOf(key);
    return at === -1 ? keyOrder.length : at;
  };
  return Object.fromEntries(Object.entries(config).sort(([a], [b]) => place(a) - place(b)));
}

function toList(value: Json | undefined): readonly JsonObject[] {
  return (Array.isArray(value) ? value : []).flatMap((item: Json) => (isObject(item) ? [item] : []));
}

function toObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
