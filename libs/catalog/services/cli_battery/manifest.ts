import { defineService } from '../../vocabulary/manifest.ts';

export const cliBattery = defineService({
  key: 'cli_battery',

  displayName: 'CLI Battery',
  role: 'dependency',
  kind: 'unit',
  description: 'Keeps titles, seasons and Trakt lists at hand for CLI Debrid.',
  links: {
    project: 'https://github.com/godver3/cli_debrid/tree/main/cli_battery',
    sponsor: 'https://github.com/sponsors/godver3',
  },
  defaults: {
    enabled: false,
    process_name: 'CLI Battery',
    suppress_logging: false,
    log_level: 'INFO',
    port: 5001,
    platforms: ['python'],
    command: ['/cli_debrid/venv/bin/python', 'cli_battery/main.py'],
    config_dir: '/cli_debrid',
    config_file: '/cli_debrid/data/config/settings.json',
    log_file: '/cli_debrid/data/logs/battery_debug.log',
    env: {
      PYTHONPATH: '/cli_debrid',
      USER_CONFIG: '/cli_debrid/data/config/',
      USER_LOGS: '/cli_debrid/data/logs/',
      USER_DB_CONTENT: '/cli_debrid/data/db_content/',
      CLI_DEBRID_BATTERY_PORT: '{port}',
    },
  },
  fields: { command: { derived: true } },
  ports: [{ id: 'web', field: 'port', default: 5001, role: 'ui', protocol: 'http' }],
  requires: [
    { service: 'cli_debrid', kind: 'order', until: 'installed', enable: false, reason: 'comes with its program' },
  ],
  ui: { port: 'web', path: '/' },
  stop: { signal: 'SIGTERM', graceMs: 30_000 },
  stopTier: 'clients',
});
