import { defineService } from '../../vocabulary/manifest.ts';
import { optionalDatabase, optionalDatabaseName, postgresChosen } from '../../families/database.ts';
import { logLevel } from '../../families/log-level.ts';
import type { Requirement } from '../../vocabulary/links.ts';

const databaseName = { field: 'postgres_database', name: 'seerr', instanceName: 'seerr_${instance.slug}' };

/** Blank: waits for every media server; otherwise for those that the instance names. */
const mediaServers = ['plex', 'jellyfin', 'emby'].flatMap((service): readonly Requirement[] => {
  const order = {
    service,
    kind: 'order',
    until: 'healthy',
    enable: false,
    reason: 'signs people in with their account there',
  } as const;
  const named = { truthy: '${self.core_service}' };
  return [
    { ...order, when: { not: named } },
    { ...order, instance: 'tagged', when: named },
  ];
});

export const seerr = defineService({
  key: 'seerr',
  displayName: 'Seerr',
  aliases: ['overseerr', 'jellyseerr'],
  role: 'core',
  kind: 'unit',
  description: 'Where family and friends ask for films and shows; passes what is approved to the Arrs.',
  links: {
    project: 'https://github.com/seerr-team/seerr',
    docs: 'https://docs.seerr.dev',
    sponsor: 'https://opencollective.com/seerr',
  },
  defaults: {
    enabled: false,
    postgres_enabled: false,
    postgres_database: '',
    sync_role: 'disabled',
    core_service: '',
    process_name: 'Seerr',
    repo_owner: 'seerr-team',
    repo_name: 'seerr',
    release_version_enabled: false,
    release_version: 'latest',
    commit_sha: '',
    branch_enabled: false,
    branch: 'main',
    suppress_logging: false,
    log_level: 'INFO',
    port: 5055,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    clear_on_update: true,
    exclude_dirs: ['/seerr/default/config'],
    platforms: ['pnpm'],
    command: ['node', 'dist/index.js'],
    config_dir: '/seerr/default',
    config_file: '/seerr/default/config/settings.json',
    log_file: '/seerr/default/config/logs/seerr.log',
    env: {
      NODE_ENV: 'production',
      PORT: '{port}',
    },
  },
  fields: {
    postgres_enabled: { label: 'Use PostgreSQL', description: 'Data that is already in SQLite is not moved.' },
    postgres_database: { label: 'Database', description: 'Blank: a name made from the service.' },
    sync_role: {
      label: 'Part in Seerr Sync',
      description: 'Requests of the primary are copied to all subordinates.',
      enum: ['disabled', 'primary', 'subordinate'],
    },
    core_service: {
      label: 'Media servers',
      description: 'Which of them it waits for at the start. Blank: all that are enabled.',
      types: ['string', 'array'],
    },
    'env.PORT': { derived: true },
    'env.DB_TYPE': { types: ['string'], derived: true },
    'env.DB_HOST': { types: ['string'], derived: true },
    'env.DB_PORT': { types: ['string'], derived: true },
    'env.DB_NAME': { types: ['string'], derived: true },
    'env.DB_USER': { types: ['string'], derived: true },
    'env.DB_PASS': { types: ['string'], secret: true, derived: true },
    'env.API_KEY': { types: ['string'], secret: true },
    command: { derived: true },
  },
  instances: { template: 'Default', processName: 'Seerr ${instance.name}', pathPrefix: '/seerr/default' },
  onboarding: { name: 'Seerr', description: 'A page for wishes, for everyone at home.', order: 14 },
  ports: [{ id: 'web', field: 'port', default: 5055, role: 'ui', protocol: 'http' }],
  requires: [...mediaServers, ...optionalDatabase(databaseName)],
  connections: [
    {
      id: 'server',
      to: { capability: 'arr' },
      instance: 'all',
      when: { is: '${peer.offer.media}', oneOf: ['shows', 'films'] },
      title: 'Add ${peer.name} to ${self.process_name}',
      reason: 'It hands approved requests to ${peer.name}',
      undo: 'Remove ${peer.name} from ${self.process_name}',
      keptBy: 'self',
      hook: 'servarr-server',
      values: {
        url: 'http://127.0.0.1:${port.web}',
        settings_file: '${path.config_dir}/config/settings.json',
        forced_key: '${self.env.API_KEY}',
        arr_url: '${peer.offer.url}',
        arr_key: '${peer.offer.api_key}',
        arr_api: '${peer.offer.api}',
        media: '${peer.offer.media}',
      },
    },
  ],
  ui: { port: 'web', path: '/' },
  stop: { signal: 'SIGTERM', graceMs: 30_000 },
  stopTier: 'apps',
  runtime: {
    source: {
      kind: 'github-source',
      repository: '${self.repo_owner}/${self.repo_name}',
      selectors: ['latest', 'tag', 'prerelease', 'nightly', 'branch', 'commit'],
    },
    build: [
      // Seerr names the Node that its image has; a newer one runs it as well, but pnpm would refuse.
      {
        kind: 'replace-in-files',
        files: ['.npmrc'],
        find: 'engine-strict=true',
        replace: 'engine-strict=false',
        expect: 'optional',
      },
      // Its list has a browser for tests, which would be fetched while it is installed.
      {
        kind: 'node',
        tool: 'pnpm',
        scripts: ['build:next', 'build:server'],
        env: { CYPRESS_INSTALL_BINARY: '0', NEXT_TELEMETRY_DISABLED: '1', HUSKY: '0' },
      },
    ],
    buildToolchains: ['node', 'pnpm'],
    artifact: {
      root: '${self.config_dir}',
      ready: ['package.json', '.next/BUILD_ID', 'dist/index.js'],
      version: { kind: 'marker' },
      persist: ['config'],
    },
    directories: ['', '/db', '/logs'].map((below) => ({
      path: `\${self.config_dir}/config${below}`,
      mode: 0o700,
      owner: 'service',
    })),
    run: {
      argv: ['${toolchain.node}/node', 'dist/index.js'],
      // Its database is named from where it is started.
      cwd: '${self.config_dir}',
      env: {
        NODE_ENV: 'production',
        PORT: '${port.web}',
        LOG_LEVEL: logLevel({ DEBUG: 'debug', INFO: 'info', WARNING: 'warn', ERROR: 'error', CRITICAL: 'error' }),
        DB_TYPE: [{ when: postgresChosen, value: 'postgres' }, { value: 'sqlite' }],
        DB_HOST: { when: postgresChosen, value: '${svc.postgres.host}' },
        DB_PORT: { when: postgresChosen, value: '${svc.postgres.port}' },
        DB_NAME: optionalDatabaseName(databaseName),
        DB_USER: { when: postgresChosen, value: '${svc.postgres.user}' },
        DB_PASS: { when: postgresChosen, value: '${svc.postgres.password}' },
      },
      toolchains: ['node'],
      user: 'service',
    },
    health: {
      probes: [
        { kind: 'tcp', port: 'web' },
        { kind: 'http', port: 'web', path: '/api/v1/status', expect: { jsonKey: 'version' } },
      ],
      startupMs: 300_000,
    },
    logs: {
      // A file a day; releases before 3 were called jellyseerr.
      from: { own: '${path.config_dir}/config/logs/*seerr-*.log' },
      patterns: ['^(?<time>\\d{4}-\\d\\d-\\d\\dT\\S+Z) \\[(?<level>[a-z]+)\\](?:: )?(?<message>\\S.*)$'],
      levels: { http: 'DEBUG', verbose: 'DEBUG', silly: 'DEBUG' },
    },
    diagnoses: [
      {
        pattern: 'EADDRINUSE',
        code: 'port.conflict',
        message: 'another program holds its port.',
      },
      {
        pattern: 'password authentication failed|ECONNREFUSED|database "[^"]*" does not exist',
        code: 'database.failed',
        message: 'it cannot use its database. Look whether PostgreSQL runs, then start it again.',
      },
      {
        pattern: 'SyntaxError.*JSON',
        code: 'unit.start-failed',
        message:
          'config/settings.json is broken. Put back settings.old.json, which lies beside it, or remove the file.',
      },
    ],
    simulated: true,
  },
});
