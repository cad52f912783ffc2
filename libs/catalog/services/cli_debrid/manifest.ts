import { onlyLinks } from '../../families/mounts.ts';
import { defineService } from '../../vocabulary/manifest.ts';

const withBattery = { enabled: 'cli_battery' } as const;
const withPhalanx = { enabled: 'phalanx_db' } as const;

export const cliDebrid = defineService({
  key: 'cli_debrid',

  displayName: 'CLI Debrid',
  role: 'core',
  kind: 'unit',
  description: 'Finds, adds and upgrades films and shows at Real-Debrid and keeps a library of links.',
  links: { project: 'https://github.com/godver3/cli_debrid', sponsor: 'https://github.com/sponsors/godver3' },
  defaults: {
    enabled: false,
    process_name: 'CLI Debrid',
    repo_owner: 'godver3',
    repo_name: 'cli_debrid',
    release_version_enabled: false,
    release_version: 'v0.6.07',
    commit_sha: '',
    branch_enabled: false,
    branch: 'main',
    suppress_logging: false,
    log_level: 'INFO',
    port: 5000,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    symlink_backup_enabled: false,
    symlink_backup_interval: 168,
    symlink_backup_start_time: '04:00',
    symlink_backup_path: '/config/symlink-repair/snapshots/cli-debrid-{timestamp}.json',
    symlink_backup_include_broken: true,
    symlink_backup_retention_count: 1,
    symlink_backup_roots: ['/mnt/debrid/clid_symlinks'],
    clear_on_update: true,
    exclude_dirs: ['/cli_debrid/data'],
    platforms: ['python'],
    command: ['/cli_debrid/venv/bin/python', 'main.py'],
    config_dir: '/cli_debrid',
    config_file: '/cli_debrid/data/config/config.json',
    log_file: '/cli_debrid/data/logs/debug.log',
    env: {
      USER_CONFIG: '/cli_debrid/data/config/',
      USER_LOGS: '/cli_debrid/data/logs/',
      USER_DB_CONTENT: '/cli_debrid/data/db_content/',
      CLI_DEBRID_PORT: '{port}',
    },
  },
  fields: { command: { derived: true } },
  onboarding: {
    name: 'CLID',
    description: 'Watches your lists, picks releases and upgrades them, with a web interface for every rule.',
    order: 4,
    debridProviders: ['RealDebrid'],
    dependencies: ['zurg', 'rclone', 'cli_battery', 'phalanx_db'],
  },
  ports: [{ id: 'web', field: 'port', default: 5000, role: 'ui', protocol: 'http' }],
  requires: [
    {
      service: 'cli_battery',
      kind: 'port',
      // From v0.7.29 on it runs inside the program; who has that can leave it out.
      until: 'started',
      enable: true,
      reason: 'asks it for titles and Trakt lists',
    },
    {
      service: 'phalanx_db',
      kind: 'port',
      until: 'started',
      enable: true,
      reason: 'shares what is cached with others',
    },
    {
      service: 'rclone',
      kind: 'mount',
      until: 'healthy',
      enable: false,
      instance: 'tagged',
      reason: 'links point into its mount',
      on: onlyLinks,
    },
  ],
  companions: [
    { service: 'zurg', phase: 'before' },
    { service: 'rclone', phase: 'before' },
  ],
  ui: { port: 'web', path: '/' },
  stop: { signal: 'SIGTERM', graceMs: 20_000 },
  stopTier: 'clients',
  runtime: {
    source: {
      kind: 'github-source',
      repository: '${self.repo_owner}/${self.repo_name}',
      selectors: ['latest', 'tag', 'prerelease', 'nightly', 'branch', 'commit'],
    },
    build: [
      { kind: 'python-venv', at: 'venv', requirements: 'requirements-linux.txt' },
      // A release of it has been published with a file that did not parse; what runs stays until the new one does.
      { kind: 'run', toolchain: 'python', argv: ['python3', '-m', 'compileall', '-q', '-x', '(^|/)venv/', '.'] },
    ],
    buildToolchains: ['python'],
    artifact: {
      root: '${self.config_dir}',
      ready: ['main.py', 'database/__init__.py', 'database/database_reading.py', 'venv/bin/python'],
      executables: ['venv/bin/python'],
      version: { kind: 'file', path: 'version.txt', pattern: '(\\S+)', prefix: 'v' },
      persist: ['data'],
    },
    directories: [
      { path: '${self.config_dir}/data/config', mode: 0o755, owner: 'service' },
      { path: '${self.config_dir}/data/logs', mode: 0o755, owner: 'service' },
      { path: '${self.config_dir}/data/db_content', mode: 0o755, owner: 'service' },
      { path: '/mnt/debrid/clid_symlinks', mode: 0o755, owner: 'service' },
    ],
    run: {
      argv: ['${artifact}/venv/bin/python', 'main.py'],
      cwd: '${self.config_dir}',
      env: {
        USER_CONFIG: '${path.config_dir}/data/config/',
        USER_LOGS: '${path.config_dir}/data/logs/',
        USER_DB_CONTENT: '${path.config_dir}/data/db_content/',
        CLI_DEBRID_PORT: '${port.web}',
        // It writes this address into its own settings at every start.
        CLI_DEBRID_BATTERY_HOST: { when: withBattery, value: '127.0.0.1' },
        CLI_DEBRID_BATTERY_PORT: { when: withBattery, value: '${svc.cli_battery.port}' },
        CLI_DEBRID_PHALANX_HOST: { when: withPhalanx, value: '127.0.0.1' },
        CLI_DEBRID_PHALANX_PORT: { when: withPhalanx, value: '${svc.phalanx_db.port}' },
        VIRTUAL_ENV: '${artifact}/venv',
        PYTHONUNBUFFERED: '1',
        // It clears its screen.
        TERM: 'dumb',
      },
      path: ['${artifact}/venv/bin'],
      toolchains: ['python'],
      user: 'service',
    },
    health: { probes: [{ kind: 'tcp', port: 'web' }], startupMs: 300_000 },
    logs: {
      from: { own: '${path.config_dir}/data/logs/debug.log' },
      patterns: [
        '^(?<time>\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3}) - \\S+:\\S+:\\d+ - (?<level>[A-Z]+) - (?<message>.*)$',
      ],
    },
    simulated: true,
  },
});
