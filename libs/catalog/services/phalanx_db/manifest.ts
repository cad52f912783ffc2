import { defineService } from '../../vocabulary/manifest.ts';
import { storageNames } from './link-storage.ts';

const debugging = { is: '${self.log_level}', equal: 'DEBUG' } as const;

export const phalanxDb = defineService({
  key: 'phalanx_db',

  displayName: 'Phalanx DB',
  role: 'dependency',
  kind: 'unit',
  description: 'Shares with other users which releases debrid providers have cached.',
  links: {
    project: 'https://github.com/godver3/phalanx_db_hyperswarm',
    sponsor: 'https://github.com/sponsors/godver3',
  },
  defaults: {
    enabled: false,
    process_name: 'Phalanx DB',
    repo_owner: 'godver3',
    repo_name: 'phalanx_db_hyperswarm',
    release_version_enabled: false,
    release_version: 'v0.50',
    commit_sha: '',
    branch_enabled: false,
    branch: 'main',
    suppress_logging: false,
    log_level: 'INFO',
    port: 8888,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    clear_on_update: true,
    exclude_dirs: ['/phalanx_db/data'],
    platforms: ['pnpm'],
    command: ['node', 'phalanx_db_rest.js'],
    config_dir: '/phalanx_db',
    log_file: '/log/phalanx_db.log',
    env: {},
  },
  fields: { command: { derived: true } },
  ports: [{ id: 'api', field: 'port', default: 8888, role: 'api', protocol: 'http' }],
  requires: [],
  stop: { signal: 'SIGTERM', graceMs: 30_000 },
  // CLI Debrid is one of the clients, and reads from it to its end.
  stopTier: 'clients',
  runtime: {
    source: {
      kind: 'github-source',
      repository: '${self.repo_owner}/${self.repo_name}',
      selectors: ['latest', 'tag', 'prerelease', 'nightly', 'branch', 'commit'],
    },
    // The project's lock file is npm's; with any other tool its versions would not be those that it was tested with.
    build: [{ kind: 'node', tool: 'npm', scripts: [] }],
    buildToolchains: ['node'],
    artifact: {
      root: '${self.config_dir}',
      ready: ['package.json', 'version.txt'],
      version: { kind: 'file', path: 'version.txt', pattern: '(\\S+)', prefix: 'v' },
      persist: ['data', ...storageNames],
    },
    directories: [{ path: '${self.config_dir}/data', mode: 0o755, owner: 'service' }],
    run: {
      argv: ['${toolchain.node}/node', 'phalanx_db_rest.js'],
      cwd: '${self.config_dir}',
      env: { PORT: '${port.api}', DEBUG: [{ when: debugging, value: 'true' }, { value: 'false' }] },
      toolchains: ['node'],
      user: 'service',
    },
    health: {
      probes: [
        { kind: 'tcp', port: 'api' },
        { kind: 'http', port: 'api', path: '/health', expect: { jsonKey: 'status' } },
      ],
      // It opens its storage first, and counts what is in it.
      startupMs: 180_000,
    },
    logs: {
      from: 'output',
      patterns: [
        '^(?<time>\\d{4}-\\d\\d-\\d\\dT\\S+Z) (?<message>(?<level>GET|POST|PUT|DELETE|OPTIONS) /.*)$',
        '^\\[(?<level>DEBUG) (?<time>[^\\]]+)\\] (?<message>.*)$',
        '^\\[(?<time>\\d{4}-[^\\]]+)\\] (?<message>\\[(?<level>MEMORY_TRACKING|CORE_DEBUG)\\].*)$',
        '^(?<message>(?<level>Failed|Error)\\b.*)$',
      ],
      levels: {
        GET: 'DEBUG',
        POST: 'DEBUG',
        PUT: 'DEBUG',
        DELETE: 'DEBUG',
        OPTIONS: 'DEBUG',
        MEMORY_TRACKING: 'DEBUG',
        CORE_DEBUG: 'DEBUG',
        Failed: 'ERROR',
        Error: 'ERROR',
      },
    },
    hooks: [
      {
        name: 'link-newest-server',
        at: 'prepare',
        title: 'Choose the newest server that came with it',
        values: { root: '${path.config_dir}' },
      },
      {
        name: 'link-storage',
        at: 'prepare',
        title: 'Keep its storage where updates do not reach',
        values: { root: '${path.config_dir}' },
      },
    ],
    simulated: true,
  },
});
