import { libraryMounts } from '../../families/mounts.ts';
import { defineService } from '../../vocabulary/manifest.ts';

export const jellyfin = defineService({
  key: 'jellyfin',

  displayName: 'Jellyfin Media Server',
  role: 'core',
  kind: 'unit',
  description: 'Free media server without accounts elsewhere.',
  links: {
    project: 'https://github.com/jellyfin/jellyfin',
    docs: 'https://jellyfin.org',
    sponsor: 'https://opencollective.com/jellyfin',
  },
  defaults: {
    enabled: false,
    process_name: 'Jellyfin Media Server',
    suppress_logging: false,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    pinned_version: '',
    port: 8096,
    config_dir: '/jellyfin',
    config_file: '/jellyfin/config/system.xml',
    log_file: '/jellyfin/log/jellyfin.log',
    command: [],
    env: {},
  },
  fields: {
    pinned_version: { label: 'Pinned version', description: 'Stays on this version and is not updated.' },
    command: { derived: true },
  },
  onboarding: {
    name: 'Jellyfin Media Server',
    description: 'Free and yours alone: plays your library everywhere.',
    order: 2,
  },
  ports: [{ id: 'web', field: 'port', default: 8096, role: 'ui', protocol: 'http' }],
  requires: libraryMounts,
  ui: { port: 'web', path: '/web/index.html' },
  stop: { signal: 'SIGTERM', graceMs: 90_000 },
  stopTier: 'media',
});
