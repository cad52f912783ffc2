import { optionalDatabase } from '../../families/database.ts';
import { defineService } from '../../vocabulary/manifest.ts';
import { configOps } from './config-ops.ts';
import { connections } from './connections.ts';
import { mounts, usesRclone } from './mount.ts';

export const altmount = defineService({
  key: 'altmount',
  displayName: 'AltMount',
  role: 'core',
  kind: 'unit',
  description: 'Mounts Usenet content as files and takes downloads from the Arrs.',
  links: { project: 'https://github.com/javi11/altmount', docs: 'https://altmount.kipsilabs.top/' },
  defaults: {
    enabled: false,
    postgres_enabled: false,
    postgres_database: '',
    process_name: 'AltMount',
    repo_owner: 'javi11',
    repo_name: 'altmount',
    pinned_version: 'latest',
    suppress_logging: false,
    log_level: 'INFO',
    port: 8088,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    mount_type: 'rclone',
    config_dir: '/altmount',
    config_file: '/altmount/config.yaml',
    metadata_dir: '/altmount/metadata',
    mount_path: '/mnt/debrid/altmount',
    log_file: '/altmount/logs/altmount.log',
    command: ['/altmount/altmount', 'serve', '--config', '/altmount/config.yaml'],
    env: {
      PUID: '{puid}',
      PGID: '{pgid}',
      PORT: '{port}',
      JWT_SECRET: '',
      COOKIE_DOMAIN: 'localhost',
      ALTMOUNT_API_KEY: '',
    },
  },
  fields: {
    postgres_enabled: { label: 'Use PostgreSQL', description: 'Data that is already in SQLite is not moved.' },
    postgres_database: { label: 'Database', description: 'Blank: a name made from the service.' },
    mount_type: {
      label: 'Mount',
      description:
        'Who mounts it: AltMount (dfs), an rclone that it starts (rclone), an rclone of yours (external_rclone), nobody.',
      enum: ['dfs', 'rclone', 'external_rclone', 'none', ''],
    },
    mount_path: { label: 'Mounted at' },
    'env.JWT_SECRET': { label: 'Session secret', description: 'Made for you where it is blank.', secret: true },
    'env.ALTMOUNT_API_KEY': {
      label: 'API key',
      description: 'Made for you where it is blank. AltMount takes a key of exactly 32 characters and no other.',
      secret: true,
    },
    'env.COOKIE_DOMAIN': { description: 'The host name under which you open AltMount.' },
    'env.PUID': { derived: true },
    'env.PGID': { derived: true },
    'env.PORT': { derived: true },
    rclone_rc_port: { types: ['number'], minimum: 1, maximum: 65535, description: 'Remote control of its rclone.' },
    rclone_rc_user: { types: ['string'] },
    rclone_rc_pass: { types: ['string'], secret: true },
    command: { derived: true },
  },
  onboarding: { name: 'AltMount', description: 'For Usenet: mount and download client in one program.', order: 7 },
  ports: [
    { id: 'web', field: 'port', default: 8088, role: 'ui', protocol: 'http' },
    { id: 'rc', field: 'rclone_rc_port', default: 5573, role: 'internal', protocol: 'http', when: usesRclone },
  ],
  requires: optionalDatabase({ field: 'postgres_database', name: 'altmount' }),
  provides: {
    'usenet-client': { url: 'http://127.0.0.1:${port.web}/sabnzbd', api_key: '${secret.api_key}' },
    webdav: { url: 'http://127.0.0.1:${port.web}/webdav' },
    mount: { path: '${path.mount_path}' },
  },
  connections,
  // AltMount ignores an API key that has not 32 characters.
  secrets: { api_key: { kind: 'hex32' }, session: { kind: 'hex64' }, webdav_password: { kind: 'urlsafe32' } },
  ui: { port: 'web', path: '/' },
  stop: { signal: 'SIGTERM', graceMs: 48_000 },
  stopTier: 'clients',
  runtime: {
    source: {
      kind: 'github-asset',
      repository: '${self.repo_owner}/${self.repo_name}',
      asset: {
        amd64: 'altmount-cli_v${version}_linux_amd64.tar.gz',
        arm64: 'altmount-cli_v${version}_linux_arm64.tar.gz',
      },
      archive: 'tar.gz',
      verify: 'github-digest',
      selectors: ['latest', 'tag', 'prerelease'],
    },
    build: [{ kind: 'rename', pattern: 'altmount(-cli(-\\w+)*)?', to: 'altmount' }],
    artifact: {
      root: '${self.config_dir}',
      ready: ['altmount'],
      executables: ['altmount'],
      version: { kind: 'marker' },
      persist: [
        'config.yaml',
        'altmount.db',
        'altmount.db-shm',
        'altmount.db-wal',
        'metadata',
        'logs',
        'rclone',
        'cache',
        '.nzbs',
      ],
    },
    directories: [
      { path: '${self.config_dir}', mode: 0o755, owner: 'service' },
      { path: '${self.metadata_dir}', mode: 0o755, owner: 'service' },
      { path: '${self.config_dir}/logs', mode: 0o755, owner: 'service' },
      { path: '${self.mount_path}', mode: 0o755, owner: 'service' },
    ],
    files: [
      // It holds keys, so nobody but the program may read it.
      { path: '${self.config_file}', format: 'yaml', mode: 0o600, owner: 'service', ops: configOps },
    ],
    run: {
      argv: ['${artifact}/altmount', 'serve', '--config', '${path.config_file}'],
      cwd: '${self.config_dir}',
      env: {
        PUID: '${system.puid}',
        PGID: '${system.pgid}',
        PORT: '${port.web}',
        JWT_SECRET: '${secret.session}',
        COOKIE_DOMAIN: 'localhost',
        ALTMOUNT_API_KEY: '${secret.api_key}',
      },
      toolchains: [{ name: 'rclone', when: usesRclone }],
      user: 'service',
      mounts: [{ path: '${self.mount_path}', when: mounts }],
    },
    health: {
      probes: [
        { kind: 'tcp', port: 'web' },
        { kind: 'http', port: 'web', path: '/live', expect: { jsonKey: 'status' } },
        { kind: 'mount', path: '${self.mount_path}', when: mounts },
      ],
      startupMs: 120_000,
    },
    logs: {
      from: { own: '${path.log_file}' },
      // A JSON object a line in its file; the same as text where it prints.
      patterns: [
        '^\\{"time":"(?<time>[^"]+)","level":"(?<level>[A-Z]+)","msg":"(?<message>(?:[^"\\\\]|\\\\.)*)"',
        '^time=(?<time>\\S+) level=(?<level>[A-Z]+) msg=(?<message>.*)$',
        '^(?<time>\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d) (?<level>DEBUG|INFO|WARN|ERROR) (?<message>.*)$',
      ],
      levels: { WARN: 'WARNING' },
    },
    diagnoses: [
      {
        pattern: 'failed to ping postgres database|failed to open postgres database',
        code: 'database.failed',
        message: 'AltMount could not sign in to the database.',
      },
    ],
    simulated: true,
  },
});
