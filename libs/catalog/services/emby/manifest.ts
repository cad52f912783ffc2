import { libraryMounts } from '../../families/mounts.ts';
import { defineService } from '../../vocabulary/manifest.ts';

export const emby = defineService({
  key: 'emby',

  displayName: 'Emby Media Server',
  role: 'core',
  kind: 'unit',
  description: 'Media server of the Emby project.',
  links: {
    project: 'https://github.com/MediaBrowser/Emby.Releases',
    docs: 'https://emby.media',
    sponsor: 'https://emby.media/premiere.html',
  },
  defaults: {
    enabled: false,
    process_name: 'Emby Media Server',
    repo_owner: 'MediaBrowser',
    repo_name: 'Emby.Releases',
    release_version_enabled: false,
    release_version: '4.8.11.0',
    use_system_ffmpeg: true,
    suppress_logging: false,
    log_level: 'INFO',
    port: 8096,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    config_dir: '/emby',
    config_file: '/emby/config/system.xml',
    log_file: '/emby/log/embyserver.txt',
    command: [],
    env: {},
  },
  fields: {
    use_system_ffmpeg: { label: 'Use the installed ffmpeg', description: 'Instead of the one that comes with Emby.' },
    command: { derived: true },
  },
  onboarding: {
    name: 'Emby Media Server',
    description: 'Plays your library on televisions, phones and browsers.',
    order: 3,
  },
  ports: [{ id: 'web', field: 'port', default: 8096, role: 'ui', protocol: 'http' }],
  requires: libraryMounts,
  ui: { port: 'web', path: '/web/index.html' },
  stop: { signal: 'SIGTERM', graceMs: 90_000 },
  stopTier: 'media',
});
