import { defineService } from '../../vocabulary/manifest.ts';
import { configSeed } from './config-seed.ts';

const hasLogin = { all: [{ truthy: '${self.user}' }, { truthy: '${self.password}' }] } as const;

export const zurg = defineService({
  key: 'zurg',
  displayName: 'Zurg',
  role: 'dependency',
  kind: 'unit',
  description: 'Serves a Real-Debrid library as a WebDAV tree that rclone mounts.',
  links: {
    project: 'https://github.com/debridmediamanager/zurg-testing',
    docs: 'https://github.com/debridmediamanager/zurg-testing/wiki',
    sponsor: 'https://github.com/sponsors/debridmediamanager',
  },
  defaults: {
    enabled: false,
    core_service: '',
    process_name: 'Zurg w/ RealDebrid',
    repo_owner: 'debridmediamanager',
    repo_name: 'zurg-testing',
    release_version_enabled: false,
    release_version: 'v0.9.3-final',
    suppress_logging: false,
    log_level: 'INFO',
    host: '127.0.0.1',
    port: 9090,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    clear_on_update: false,
    exclude_dirs: ['/zurg/RD'],
    key_type: 'RealDebrid',
    config_dir: '/zurg/RD',
    config_file: '/zurg/RD/config.yml',
    command: '/zurg/RD/zurg',
    user: '',
    password: '',
    api_key: '',
  },
  fields: {
    api_key: { label: 'Real-Debrid key', description: 'Private API token of the Real-Debrid account.', secret: true },
    user: { label: 'WebDAV user', description: 'Optional; used only together with a password.' },
    password: { label: 'WebDAV password', secret: true },
    core_service: { description: 'Key of the core service that this instance belongs to.', types: ['string', 'array'] },
    command: { derived: true },
  },
  instances: { template: 'RealDebrid', processName: 'Zurg w/ ${instance.name}', pathPrefix: '/zurg/RD' },
  ports: [{ id: 'web', field: 'port', default: 9090, role: 'api', protocol: 'http' }],
  requires: [],
  companion: {
    processName: 'Zurg w/ ${owner.display}',
    set: {
      core_service: '${owner.key}',
      config_dir: '/zurg/RD/${owner.display}',
      config_file: '/zurg/RD/${owner.display}/config.yml',
      command: '/zurg/RD/${owner.display}/zurg',
    },
  },
  credentials: [{ provider: 'RealDebrid', field: 'api_key' }],
  ui: { port: 'web', path: '/' },
  stop: { signal: 'SIGTERM', graceMs: 48_000 },
  stopTier: 'clients',
  runtime: {
    source: {
      kind: 'github-asset',
      repository: '${self.repo_owner}/${self.repo_name}',
      asset: { amd64: 'zurg-${tag}-linux-amd64.zip', arm64: 'zurg-${tag}-linux-arm64.zip' },
      archive: 'zip',
      verify: 'github-digest',
      selectors: ['latest', 'tag', 'prerelease', 'nightly'],
    },
    artifact: {
      root: '${self.config_dir}',
      ready: ['zurg'],
      executables: ['zurg'],
      // The last line is the one: `Version: v0.9.3-final`.
      version: { kind: 'command', argv: ['${artifact}/zurg', 'version'], pattern: ':\\s+(\\S+)\\s*$' },
      persist: ['config.yml', 'data', 'logs', 'plex_update.sh'],
    },
    directories: [{ path: '${self.config_dir}', mode: 0o755, owner: 'service' }],
    files: [
      {
        path: '${self.config_file}',
        format: 'yaml',
        seed: configSeed,
        mode: 0o600,
        owner: 'service',
        ops: [
          { op: 'set', at: ['token'], value: '${self.api_key}', secret: true },
          { op: 'set-default', at: ['host'], value: '${self.host}' },
          { op: 'set', at: ['port'], value: '${port.web}' },
          { op: 'set', at: ['username'], value: '${self.user}', when: hasLogin },
          { op: 'set', at: ['password'], value: '${self.password}', secret: true, when: hasLogin },
          { op: 'remove', at: ['username'], when: { not: hasLogin } },
          { op: 'remove', at: ['password'], when: { not: hasLogin } },
        ],
      },
    ],
    run: {
      argv: ['${artifact}/zurg'],
      // Zurg reads ./config.yml from where it is started.
      cwd: '${self.config_dir}',
      env: { LOG_LEVEL: '${self.log_level}' },
      user: 'service',
    },
    health: {
      probes: [
        { kind: 'tcp', port: 'web' },
        { kind: 'http', port: 'web', path: '/dav/', method: 'PROPFIND', when: { not: hasLogin } },
      ],
      // The first scan of a large library takes minutes.
      startupMs: 300_000,
    },
    logs: {
      from: { own: '${path.config_dir}/logs/zurg-*.log' },
      patterns: ['^(?<time>\\d{4}-\\d\\d-\\d\\dT\\S+)\\s+(?<level>[A-Z]+)\\s+(?<message>\\S.*)$'],
      levels: { WARN: 'WARNING', FATAL: 'CRITICAL', LOG: 'INFO', NOTICE: 'INFO' },
    },
    hooks: [
      {
        name: 'use-overrides',
        at: 'prepare',
        title: 'Use your own program and configuration where you keep one in /config',
        values: {
          own_program: '/config/zurg',
          own_config: '/config/config.yml',
          program: '${artifact}/zurg',
          config_file: '${path.config_file}',
        },
      },
    ],
    needs: [{ field: 'api_key', message: 'Zurg needs the API key of the Real-Debrid account.' }],
    diagnoses: [
      {
        pattern: 'bad_token|status code: 401|401 Unauthorized',
        code: 'credential.rejected',
        message: 'Real-Debrid refused the API key.',
      },
    ],
    simulated: true,
  },
});
