/** The order of service blocks in the stack document. Services that it does not name come last, by key. */
const documentOrder = [
  'dumb_api_service',
  'dumb_frontend',
  'traefik',
  'traefik_proxy_admin',
  'authelia',
  'cloudflared',
  'cli_debrid',
  'cli_battery',
  'decypharr',
  'infinidysk',
  'emby',
  'jellyfin',
  'lidarr',
  'phalanx_db',
  'plex',
  'tautulli',
  'bazarr',
  'pulsarr',
  'maintainerr',
  'aiostreams',
  'mediastorm',
  'altmount',
  'neutarr',
  'seerr_sync',
  'profilarr',
  'seerr',
  'postgres',
  'pgadmin',
  'prowlarr',
  'rclone',
  'riven_backend',
  'riven_frontend',
  'radarr',
  'sonarr',
  'whisparr',
  'zilean',
  'zurg',
  'plex_debrid',
];

/** Keys in the order in which their blocks stand in a document. */
export function inDocumentOrder(keys: readonly string[]): readonly string[] {
  const place = (key: string) => (documentOrder.includes(key) ? documentOrder.indexOf(key) : documentOrder.length);
  return [...keys].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}
