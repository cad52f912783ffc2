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
  runtime: {
    source: { kind: 'shared-with', service: 'cli_debrid' },
    artifact: {
      root: '${self.config_dir}',
      ready: ['cli_battery/main.py', 'venv/bin/python'],
      version: { kind: 'file', path: 'cli_battery/version.txt', pattern: '(\\S+)' },
      persist: ['data'],
    },
    directories: [
      { path: '${self.config_dir}/data/config', mode: 0o755, owner: 'service' },
      { path: '${self.config_dir}/data/logs', mode: 0o755, owner: 'service' },
      { path: '${self.config_dir}/data/db_content', mode: 0o755, owner: 'service' },
    ],
    run: {
      argv: ['${artifact}/venv/bin/python', 'cli_battery/main.py'],
      cwd: '${self.config_dir}',
      env: {
        PYTHONPATH: '${path.config_dir}',
        USER_CONFIG: '${path.config_dir}/data/config/',
        USER_LOGS: '${path.config_dir}/data/logs/',
        USER_DB_CONTENT: '${path.config_dir}/data/db_content/',
        CLI_DEBRID_BATTERY_PORT: '${port.web}',
        VIRTUAL_ENV: '${artifact}/venv',
        PYTHONUNBUFFERED: '1',
      },
      path: ['${artifact}/venv/bin'],
      toolchains: ['python'],
      user: 'service',
    },
    health: { probes: [{ kind: 'tcp', port: 'web' }], startupMs: 120_000 },
    logs: {
      from: { own: '${path.config_dir}/data/logs/battery_debug.log' },
      patterns: ['^(?<time>\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3}) - (?<level>[A-Z]+) - (?<message>.*)$'],
    },
    diagnoses: [
      {
        pattern: "can't open file .*cli_battery/main\\.py",
        code: 'source.not-found',
        message: 'This version of CLI Debrid has the battery built in. Switch CLI Battery off.',
      },
    ],
    simulated: true,
  },
});
