import { optionalDatabase } from '../../families/database.ts';
import type { Condition } from '../../vocabulary/condition.ts';
import { defineService } from '../../vocabulary/manifest.ts';
import type { EnvCase } from '../../vocabulary/run.ts';
import type { SourceSpec } from '../../vocabulary/source.ts';
import { connections } from './connections.ts';
import { startScript } from './start-script.ts';

const repository = '${self.repo_owner}/${self.repo_name}';
/** A build of a release, under its own name or under the one that the project had before. */
const built = (name: string): SourceSpec => ({
  kind: 'github-asset',
  repository,
  asset: { amd64: `${name}-\${tag}-linux-x64.tar.gz`, arm64: `${name}-\${tag}-linux-arm64.tar.gz` },
  archive: 'tar.gz',
  strip: 1,
  verify: 'github-digest',
  selectors: ['latest', 'tag', 'prerelease'],
});

const inPostgres: Condition = { is: '${self.postgres_enabled}', equal: true };
const namedDatabase: Condition = { truthy: '${self.postgres_database}' };
const server = 'Host=${svc.postgres.host};Port=${svc.postgres.port}';
const account = 'Username=${ado.svc.postgres.user};Password=${ado.svc.postgres.password}';
const mounted: Condition = { truthy: '${link.rclone.mount_name}' };

const logLevels: readonly EnvCase[] = [
  { when: { is: '${self.log_level}', equal: 'DEBUG' }, value: 'Debug' },
  { when: { is: '${self.log_level}', equal: 'WARNING' }, value: 'Warning' },
  { when: { is: '${self.log_level}', equal: 'ERROR' }, value: 'Error' },
  { when: { is: '${self.log_level}', equal: 'CRITICAL' }, value: 'Fatal' },
  // The words of .NET: it does not know INFO and CRITICAL.
  { value: 'Information' },
];

export const infinidysk = defineService({
  key: 'infinidysk',
  displayName: 'InfiniDysk',
  aliases: ['nzbdav', 'NzbDAV'],
  role: 'core',
  kind: 'unit',
  description: 'Streams Usenet content without downloading it and hands it to the Arrs as a download client.',
  links: { project: 'https://github.com/infinidysk/infinidysk', sponsor: 'https://buymeacoffee.com/hoivikaj' },
  defaults: {
    enabled: false,
    process_name: 'InfiniDysk',
    repo_owner: 'infinidysk',
    repo_name: 'infinidysk',
    release_version_enabled: false,
    release_version: 'latest',
    commit_sha: '',
    branch_enabled: false,
    branch: 'main',
    suppress_logging: false,
    log_level: 'INFO',
    frontend_port: 3000,
    backend_port: 8080,
    postgres_enabled: false,
    postgres_database: 'infinidysk',
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    symlink_backup_enabled: false,
    symlink_backup_interval: 168,
    symlink_backup_start_time: '04:00',
    symlink_backup_path: '/config/symlink-repair/snapshots/infinidysk-{timestamp}.json',
    symlink_backup_include_broken: true,
    symlink_backup_retention_count: 1,
    symlink_backup_roots: ['/mnt/debrid/infinidysk-symlinks'],
    clear_on_update: false,
    exclude_dirs: [],
    platforms: ['pnpm', 'dotnet'],
    command: [],
    config_dir: '/infinidysk',
    log_file: '/log/infinidysk.log',
    webdav_password: '',
    env: {
      SERVICE_PROVIDER: '{"name":"DUMB","url":"https://dumbarr.com","disabledFeatures":[]}',
    },
  },
  fields: {
    webdav_password: { label: 'WebDAV password', description: 'Made for you where it is blank.', secret: true },
    'env.SERVICE_PROVIDER': { derived: true },
    'env.FRONTEND_BACKEND_API_KEY': { types: ['string'], secret: true, derived: true },
    'env.DATABASE_CONNECTION_STRING': { types: ['string'], secret: true, derived: true },
    ...Object.fromEntries(
      ['PORT', 'BACKEND_URL', 'ASPNETCORE_URLS', 'CONFIG_PATH', 'DATABASE_PROVIDER', 'LOG_LEVEL', 'NODE_ENV'].map(
        (name) => [`env.${name}`, { types: ['string'], derived: true } as const],
      ),
    ),
    'env.WEBDAV_PASSWORD': { types: ['string'], secret: true, derived: true },
    'env.WEBDAV_USER': { types: ['string'], label: 'WebDAV user', description: 'Blank: admin.' },
    postgres_enabled: { label: 'Use PostgreSQL', description: 'Data that is already in SQLite is not moved.' },
    postgres_database: { label: 'Database', description: 'Blank: a name made from the service.' },
    backend_output_dir: { types: ['string'] },
    backend_wwwroot: { types: ['string'] },
    config_file: { types: ['string'] },
    command: { derived: true },
  },
  onboarding: {
    name: 'InfiniDysk',
    description: 'For Usenet: a library that needs no disk space, mounted by rclone.',
    order: 6,
    dependencies: ['rclone'],
  },
  ports: [
    { id: 'frontend', field: 'frontend_port', default: 3000, role: 'ui', protocol: 'http' },
    { id: 'backend', field: 'backend_port', default: 8080, role: 'api', protocol: 'http' },
  ],
  requires: optionalDatabase({ field: 'postgres_database', name: 'infinidysk' }),
  provides: {
    'usenet-client': { url: 'http://127.0.0.1:${port.backend}', api_key: '${secret.api_key}' },
    webdav: { url: 'http://127.0.0.1:${port.backend}' },
  },
  connections,
  companions: [
    {
      service: 'rclone',
      phase: 'after',
      set: { key_type: 'infinidysk', api_key: '', zurg_enabled: false, zurg_config_file: '', decypharr_enabled: false },
    },
  ],
  // The key stays the same over restarts: the Arrs have it.
  secrets: { api_key: { kind: 'hex64' }, webdav_password: { kind: 'urlsafe32' } },
  ui: { port: 'frontend', path: '/' },
  stop: { signal: 'SIGTERM', graceMs: 48_000 },
  stopTier: 'clients',
  runtime: {
    source: {
      kind: 'first',
      of: [
        built('infinidysk'),
        built('nzbdav'),
        { kind: 'github-source', repository, selectors: ['latest', 'tag', 'prerelease', 'branch', 'commit'] },
      ],
    },
    build: [
      { kind: 'rename', pattern: 'backend', to: 'app', ifAbsent: 'backend/NzbWebDAV.csproj' },
      { kind: 'dotnet', project: 'backend/NzbWebDAV.csproj', output: 'app', ifPresent: 'backend/NzbWebDAV.csproj' },
      // npm, because it is npm's lock file that the project keeps.
      {
        kind: 'node',
        tool: 'npm',
        cwd: 'frontend',
        scripts: ['build', 'build:server'],
        ifPresent: 'backend/NzbWebDAV.csproj',
      },
    ],
    artifact: {
      root: '${self.config_dir}',
      ready: [
        'app/NzbWebDAV',
        'app/NzbWebDAV.runtimeconfig.json',
        'frontend/package.json',
        'frontend/dist-node/server.js',
        'frontend/build/server/index.js',
      ],
      executables: ['app/NzbWebDAV'],
      version: { kind: 'file', path: 'version.txt', pattern: '^v?(\\d\\S*)', prefix: 'v' },
      persist: [
        'blobs',
        'data',
        'data-protection',
        'backups',
        'logs',
        'db.sqlite',
        'db.sqlite-shm',
        'db.sqlite-wal',
        'metrics.sqlite',
        'metrics.sqlite-shm',
        'metrics.sqlite-wal',
        'warden.db',
        'usenet-migration.db',
        'session.key',
      ],
    },
    directories: [
      { path: '${self.config_dir}', mode: 0o755, owner: 'service' },
      // Where it lived when it was NzbDAV: links in libraries lead there, so nobody moves it.
      { path: '/nzbdav', mode: 0o755, owner: 'service', when: { is: '${self.config_dir}', equal: '/nzbdav' } },
    ],
    files: [
      {
        path: '${self.config_dir}/infinidysk_start.sh',
        format: 'text',
        mode: 0o755,
        owner: 'service',
        ops: [{ op: 'set', at: [], value: startScript }],
      },
    ],
    run: {
      argv: ['/bin/sh', '${path.config_dir}/infinidysk_start.sh'],
      cwd: '${self.config_dir}',
      env: {
        LOG_LEVEL: logLevels,
        CONFIG_PATH: '${path.config_dir}',
        NODE_ENV: 'production',
        PORT: '${port.frontend}',
        ASPNETCORE_URLS: 'http://+:${port.backend}',
        BACKEND_URL: 'http://127.0.0.1:${port.backend}',
        FRONTEND_BACKEND_API_KEY: '${secret.api_key}',
        WEBDAV_PASSWORD: [
          { when: { truthy: '${self.webdav_password}' }, value: '${self.webdav_password}' },
          { value: '${secret.webdav_password}' },
        ],
        SERVICE_PROVIDER: '${self.env.SERVICE_PROVIDER}',
        // What it takes where its own settings name no mount.
        MOUNT_DIR: { when: mounted, value: '${link.rclone.path.mount_dir}/${link.rclone.mount_name}' },
        DATABASE_PROVIDER: [{ when: inPostgres, value: 'postgres' }, { value: 'sqlite' }],
        DATABASE_CONNECTION_STRING: [
          {
            when: { all: [inPostgres, namedDatabase] },
            value: `${server};Database=\${ado.self.postgres_database};${account}`,
          },
          { when: inPostgres, value: `${server};Database=infinidysk;${account}` },
        ],
      },
      toolchains: ['dotnet', 'node'],
      user: 'service',
    },
    health: {
      probes: [
        { kind: 'tcp', port: 'frontend' },
        { kind: 'tcp', port: 'backend' },
        { kind: 'http', port: 'backend', path: '/health', expect: { text: 'Healthy' } },
      ],
      // A large database takes its time to be migrated after an update.
      startupMs: 600_000,
    },
    logs: {
      from: 'output',
      patterns: ['^\\[(?<time>\\d\\d:\\d\\d:\\d\\d) (?<level>[A-Z]{3})\\] (?<message>.*)$'],
      levels: { VRB: 'DEBUG', DBG: 'DEBUG', INF: 'INFO', WRN: 'WARNING', ERR: 'ERROR', FTL: 'CRITICAL' },
    },
    hooks: [
      {
        name: 'guard-database',
        at: 'prepare',
        title: 'Look that no data is left behind in another database',
        values: { folder: '${path.config_dir}' },
      },
    ],
    diagnoses: [
      {
        pattern: 'You must install or update \\.NET|DOTNET_ROOT|libhostfxr',
        code: 'host.missing',
        message: 'InfiniDysk needs the ASP.NET Core runtime 10 on this machine.',
      },
      {
        pattern: '28P01|3D000|Npgsql\\.PostgresException',
        code: 'database.failed',
        message: 'InfiniDysk could not sign in to the database.',
      },
    ],
    simulated: true,
  },
});
