import { logLevel } from '../../families/log-level.ts';
import { defineService } from '../../vocabulary/manifest.ts';

// A page of this machine moves with the port; of any other address, the person knows better.
const local = ['http://localhost:3006', 'http://localhost:3006/', 'http://127.0.0.1:3006', 'http://127.0.0.1:3006/'];
const isLocal = { any: [{ not: { truthy: '${self.base_url}' } }, { is: '${self.base_url}', oneOf: local }] };
const localAddress = 'https?://(?:localhost|(?:[\\w-]+\\.)+localhost|127\\.0\\.0\\.1|\\[::1\\])(?::\\d+)?';
const byHand = { truthy: '${self.env.AIOSTREAMS_AUTH}' };

export const aiostreams = defineService({
  key: 'aiostreams',
  displayName: 'AIOStreams',
  role: 'optional',
  kind: 'unit',
  description: 'One Stremio addon that joins many addons, debrid accounts and Usenet sources.',
  links: {
    project: 'https://github.com/Viren070/AIOStreams',
    docs: 'https://docs.aiostreams.viren070.me/',
    sponsor: 'https://github.com/sponsors/Viren070',
  },
  defaults: {
    enabled: false,
    process_name: 'AIOStreams',
    release_version_enabled: false,
    release_version: 'latest',
    base_url: 'http://localhost:3006',
    auth_username: 'admin',
    auth_password: '',
    secret_key: '',
    database_uri: 'sqlite://./data/db.sqlite',
    suppress_logging: false,
    log_level: 'INFO',
    port: 3006,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    command: ['node', '/aiostreams/runtime/packages/server/dist/server.js'],
    config_dir: '/aiostreams',
    log_file: '/log/aiostreams.log',
    env: {
      NODE_ENV: 'production',
      HOME: '/aiostreams/data',
      XDG_CACHE_HOME: '/aiostreams/data/cache',
      DISK_CACHE_DIR: '/aiostreams/data/cache',
      LD_PRELOAD: '/aiostreams/runtime/lib/libmimalloc.so.2',
      SYSTEM_LIFECYCLE_ENABLED: 'false',
    },
  },
  fields: {
    base_url: {
      label: 'Public address',
      description: 'Written into addon links; https unless it is this machine.',
      pattern: `^$|^(?:https://[^/@?#\\s]+|${localAddress})(?:/[^?#\\s]*)?$`,
    },
    auth_username: { label: 'User', description: 'For its own page.', pattern: '^[^,:=|\\r\\n]{1,128}$' },
    auth_password: {
      label: 'Password',
      description: '12 to 256 characters without commas.',
      pattern: '^$|^(?!\\s)[^,\\r\\n]{12,256}(?<!\\s)$',
      secret: true,
    },
    secret_key: {
      label: 'Secret key',
      description: 'Made once. Changing it makes saved configurations unreadable.',
      pattern: '^$|^[0-9a-fA-F]{64}$',
      secret: true,
    },
    database_uri: {
      label: 'Database',
      description: 'SQLite or a PostgreSQL of your own.',
      pattern: '^$|^(sqlite|postgres|postgresql)://',
      secret: true,
    },
    release_version: { pattern: '^(latest|v?\\d+\\.\\d+\\.\\d+)?$' },
    'env.AIOSTREAMS_AUTH': { types: ['string'], secret: true },
    'env.SECRET_KEY': { types: ['string'], secret: true, derived: true },
    'env.DATABASE_URI': { types: ['string'], secret: true, derived: true },
    'env.PORT': { types: ['string'], derived: true },
    'env.BASE_URL': { types: ['string'], derived: true },
    'env.INTERNAL_URL': { types: ['string'], derived: true },
    'env.LD_PRELOAD': { derived: true },
    'env.SYSTEM_LIFECYCLE_ENABLED': { derived: true },
    command: { derived: true },
  },
  onboarding: {
    name: 'AIOStreams',
    description: 'For Stremio: all sources behind one addon.',
    order: 9,
    phase: 'after-core',
  },
  ports: [{ id: 'web', field: 'port', default: 3006, role: 'ui', protocol: 'http' }],
  requires: [],
  // It encrypts what people configure, so it is made once and stays.
  secrets: { secret_key: { kind: 'hex64' } },
  ui: { port: 'web', path: '/' },
  stop: { signal: 'SIGTERM', graceMs: 30_000 },
  stopTier: 'apps',
  runtime: {
    // The original takes it out of the project's image; built from its source it suits the Node of this machine as well.
    source: {
      kind: 'github-source',
      repository: 'Viren070/AIOStreams',
      selectors: ['latest', 'tag', 'prerelease', 'nightly'],
    },
    build: [
      { kind: 'node', tool: 'pnpm', scripts: ['build'], env: { HUSKY: '0' } },
      { kind: 'run', toolchain: 'node', argv: ['node', '--check', 'packages/server/dist/server.js'] },
      {
        kind: 'run',
        toolchain: 'node',
        argv: ['node', '-e', "new (require('better-sqlite3'))(':memory:').close()"],
        cwd: 'packages/core',
      },
    ],
    buildToolchains: ['node', 'pnpm'],
    artifact: {
      root: '${self.config_dir}/runtime',
      ready: [
        'package.json',
        'LICENSE',
        'node_modules',
        'packages/server/package.json',
        'packages/server/dist/server.js',
        'packages/core/package.json',
        'packages/core/dist/index.js',
        'packages/frontend/dist/index.html',
      ],
      version: { kind: 'file', path: 'package.json', pattern: '"version"\\s*:\\s*"([^"]+)"', prefix: 'v' },
      persist: [],
    },
    directories: ['', '/cache'].map((below) => ({
      path: `\${self.config_dir}/data${below}`,
      mode: 0o700,
      owner: 'service',
    })),
    run: {
      argv: ['${toolchain.node}/node', '${artifact}/packages/server/dist/server.js'],
      // Its database and its cache are named from where it is started.
      cwd: '${self.config_dir}',
      env: {
        NODE_ENV: 'production',
        PORT: '${port.web}',
        BASE_URL: [{ when: isLocal, value: 'http://localhost:${port.web}' }, { value: '${self.base_url}' }],
        INTERNAL_URL: 'http://127.0.0.1:${port.web}',
        SECRET_KEY: [
          { when: { truthy: '${self.secret_key}' }, value: '${self.secret_key}' },
          { value: '${secret.secret_key}' },
        ],
        DATABASE_URI: [
          { when: { truthy: '${self.database_uri}' }, value: '${self.database_uri}' },
          { value: 'sqlite://./data/db.sqlite' },
        ],
        HOME: '${path.config_dir}/data',
        XDG_CACHE_HOME: '${path.config_dir}/data/cache',
        DISK_CACHE_DIR: '${path.config_dir}/data/cache',
        // We start, stop and update it; it must not do so behind our back.
        SYSTEM_LIFECYCLE_ENABLED: 'false',
        LOG_LEVEL: logLevel({ DEBUG: 'debug', INFO: 'info', WARNING: 'warn', ERROR: 'error', CRITICAL: 'fatal' }),
        // Of its library for memory there is none here; a name that leads nowhere would fill the log of every child.
        LD_PRELOAD: '',
        AIOSTREAMS_AUTH: { when: { not: byHand }, value: '${self.auth_username}:${self.auth_password}' },
        AIOSTREAMS_AUTH_PERMISSIONS: { when: { not: byHand }, value: '${self.auth_username}=admin' },
      },
      toolchains: ['node'],
      user: 'service',
    },
    health: {
      probes: [
        { kind: 'tcp', port: 'web' },
        { kind: 'http', port: 'web', path: '/api/v1/health', expect: { jsonKey: 'success' } },
      ],
      startupMs: 180_000,
    },
    logs: {
      from: 'output',
      patterns: [
        '\\{"level":"?(?<level>\\d+|[a-z]+)"?,"time":(?<time>\\d+)(?:,.*?)?,"msg":"(?<message>(?:[^"\\\\]|\\\\.)*)"',
        '^\\[(?<time>[\\d:.]+)\\]\\s+(?<level>[A-Z]+)(?:\\s+\\([^)]*\\))?:\\s*(?<message>.*)$',
      ],
      levels: { '10': 'DEBUG', '20': 'DEBUG', '30': 'INFO', '40': 'WARNING', '50': 'ERROR', '60': 'CRITICAL' },
    },
    needs: [
      {
        field: 'auth_password',
        message: 'AIOStreams needs a password for its own page: 12 to 256 characters, no comma.',
        when: { not: byHand },
      },
    ],
    diagnoses: [
      { pattern: 'EADDRINUSE', code: 'port.conflict', message: 'another program holds its port.' },
      {
        pattern: 'Invalid environment variables',
        code: 'service.setting',
        message: 'one of its settings has a value that it does not take. Its last words name it.',
      },
    ],
    simulated: true,
  },
});
