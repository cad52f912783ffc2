import { defineService } from '../../vocabulary/manifest.ts';
import { optionalDatabase, optionalDatabaseName, postgresChosen } from '../../families/database.ts';
import { afterIfEnabled } from '../../families/order.ts';

const databaseName = { field: 'postgres_database', name: 'bazarr' };
const dataDir = '/bazarr/data';

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
    'env.NO_UPDATE': { derived: true },
    'env.POSTGRES_ENABLED': { types: ['string'], derived: true },
    'env.POSTGRES_HOST': { types: ['string'], derived: true },
    'env.POSTGRES_PORT': { types: ['string'], derived: true },
    'env.POSTGRES_DATABASE': { types: ['string'], derived: true },
    'env.POSTGRES_USERNAME': { types: ['string'], derived: true },
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
  requires: [...afterIfEnabled(['sonarr', 'radarr'], 'reads their libraries'), ...optionalDatabase(databaseName)],
  connections: [
    {
      id: 'library',
      to: { capability: 'arr' },
      instance: 'all',
      when: { is: '${peer.key}', oneOf: ['sonarr', 'radarr'] },
      title: 'Let ${self.process_name} find subtitles for ${peer.name}',
      reason: 'It fetches subtitles for what ${peer.name} holds',
      undo: 'Let ${self.process_name} forget ${peer.name}',
      keptBy: 'self',
      hook: 'library-source',
      values: {
        url: 'http://127.0.0.1:${port.web}',
        config_file: '${path.config_file}',
        arr_url: '${peer.offer.url}',
        arr_key: '${peer.offer.api_key}',
      },
    },
  ],
  ui: { port: 'web', path: '/' },
  // Its child ends in order on an interrupt only; on SIGTERM it closes its database and stays, with the port.
  stop: { signal: 'SIGINT', graceMs: 10_000 },
  stopTier: 'apps',
  runtime: {
    // One archive for all machines; its files lie at the top.
    source: {
      kind: 'github-asset',
      repository: '${self.repo_owner}/${self.repo_name}',
      asset: { amd64: 'bazarr.zip', arm64: 'bazarr.zip' },
      archive: 'zip',
      verify: 'github-digest',
      selectors: ['latest', 'tag', 'prerelease', 'nightly'],
    },
    // The client of PostgreSQL is a small package; with it the database can be chosen later without building again.
    build: [{ kind: 'python-venv', at: 'venv', requirements: ['requirements.txt', 'postgres-requirements.txt'] }],
    buildToolchains: ['python'],
    artifact: {
      root: '${self.config_dir}',
      ready: ['bazarr.py', 'requirements.txt', 'venv/bin/python'],
      executables: ['venv/bin/python'],
      version: { kind: 'file', path: 'VERSION', pattern: '(\\S+)', prefix: 'v' },
      persist: [],
    },
    directories: [
      { path: '${self.config_dir}/bin', mode: 0o755, owner: 'service' },
      { path: dataDir, mode: 0o700, owner: 'service' },
    ],
    files: [
      {
        path: '${self.config_file}',
        format: 'yaml',
        seed: '---\ngeneral:\n  port: 6767\n',
        mode: 0o600,
        owner: 'service',
        ops: [{ op: 'set', at: ['general', 'port'], value: '${port.web}' }],
      },
    ],
    run: {
      argv: ['${artifact}/venv/bin/python', '${artifact}/bazarr.py', '--config', dataDir, '--port', '${port.web}'],
      cwd: '${self.config_dir}',
      env: {
        // We install it; what it would put over its own files would be lost with the next update.
        NO_UPDATE: 'true',
        POSTGRES_ENABLED: [{ when: postgresChosen, value: 'true' }, { value: 'false' }],
        POSTGRES_HOST: { when: postgresChosen, value: '${svc.postgres.host}' },
        POSTGRES_PORT: { when: postgresChosen, value: '${svc.postgres.port}' },
        POSTGRES_DATABASE: optionalDatabaseName(databaseName),
        POSTGRES_USERNAME: { when: postgresChosen, value: '${svc.postgres.user}' },
        POSTGRES_PASSWORD: { when: postgresChosen, value: '${svc.postgres.password}' },
      },
      path: ['${artifact}/venv/bin'],
      toolchains: ['python'],
      user: 'service',
    },
    health: { probes: [{ kind: 'process' }, { kind: 'tcp', port: 'web' }], startupMs: 180_000 },
    logs: {
      from: { own: '${path.log_file}' },
      patterns: [
        '^(?<time>\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?)\\s*\\|\\s*(?<level>[A-Z]+)\\s*\\|[^|]*\\|(?<message>.*?)\\|?$',
      ],
    },
    hooks: [
      {
        name: 'release-sessions',
        at: 'prepare',
        title: 'Let jobs give their database connection back',
        values: { artifact: '${artifact}', postgres_enabled: '${self.postgres_enabled}' },
      },
    ],
    diagnoses: [
      {
        pattern: 'psycopg2\\.OperationalError|password authentication failed',
        code: 'database.failed',
        message: 'it cannot use its database. Look whether PostgreSQL runs, then start it again.',
      },
      {
        pattern: 'ModuleNotFoundError|requirements missing',
        code: 'unit.start-failed',
        message: 'a Python package is missing. Install it again.',
      },
      {
        pattern: 'cannot bind to default TCP port',
        code: 'port.conflict',
        message: 'another program holds its port.',
      },
    ],
    simulated: true,
  },
});
