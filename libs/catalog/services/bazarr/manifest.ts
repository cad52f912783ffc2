import { defineService } from '../../vocabulary/manifest.ts';
import { optionalDatabase } from '../../families/database.ts';
import { afterIfEnabled } from '../../families/order.ts';

export const bazarr = defineService({
  key: 'bazarr',

  displayName: 'Bazarr',
  role: 'optional',
  kind: 'unit',
  description: 'Fetches subtitles for what Sonarr and Radarr hold.',
  links: {
    project: 'https://github.com/morpheus65535/bazarr',
    docs: 'https://www.bazarr.media',
    sponsor: 'https://www.paypal.com/cgi-bin/webscr?cmd=_s-xclick&hosted_button_id=XHHRWXT9YB7WE&source=url',
  },
  defaults: {
    enabled: false,
    postgres_enabled: false,
    postgres_database: '',
    process_name: 'Bazarr',
    repo_owner: 'morpheus65535',
    repo_name: 'bazarr',
    release_version_enabled: false,
    release_version: 'latest',
    suppress_logging: false,
    log_level: 'INFO',
    port: 6767,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    clear_on_update: true,
    exclude_dirs: ['/opt/bazarr/venv'],
    platforms: ['python'],
    command: ['/opt/bazarr/venv/bin/python', '/opt/bazarr/bazarr.py', '--config', '/bazarr/data', '--port', '{port}'],
    config_dir: '/opt/bazarr',
    config_file: '/bazarr/data/config/config.yaml',
    log_file: '/bazarr/data/log/bazarr.log',
    env: {
      NO_UPDATE: 'true',
    },
  },
  fields: {
    postgres_enabled: { label: 'Use PostgreSQL', description: 'Data that is already in SQLite is not moved.' },
    postgres_database: { label: 'Database', description: 'Blank: a name made from the service.' },
    'env.POSTGRES_PASSWORD': { types: ['string'], secret: true, derived: true },
    command: { derived: true },
  },
  onboarding: {
    name: 'Bazarr',
    description: 'Subtitles in your languages for films and shows.',
    order: 6,
    phase: 'after-core',
  },
  ports: [{ id: 'web', field: 'port', default: 6767, role: 'ui', protocol: 'http' }],
  requires: [
    ...afterIfEnabled(['sonarr', 'radarr'], 'reads their libraries'),
    ...optionalDatabase({ field: 'postgres_database', name: 'bazarr' }),
  ],
  ui: { port: 'web', path: '/' },
  stop: { signal: 'SIGTERM', graceMs: 10_000 },
  stopTier: 'apps',
});
