import { defineService } from '../../vocabulary/manifest.ts';

const fromSource = { any: [{ truthy: '${self.branch_enabled}' }, { truthy: '${self.commit_sha}' }] };
const quiet = { YARN_ENABLE_TELEMETRY: '0', TURBO_TELEMETRY_DISABLED: '1' };
const migrations = 'apps/server/dist/database/migrations';
// Its image hands its version over by npm; we start it without.
const noteVersion =
  "require('node:fs').writeFileSync('version.env', 'npm_package_version=' + require('./package.json').version + '\\n')";

export const maintainerr = defineService({
  key: 'maintainerr',
  displayName: 'Maintainerr',
  role: 'optional',
  kind: 'unit',
  description: 'Removes what nobody watches, by rules that you write.',
  links: {
    project: 'https://github.com/Maintainerr/Maintainerr',
    docs: 'https://docs.maintainerr.info/',
    sponsor: 'https://opencollective.com/maintainerr',
  },
  defaults: {
    enabled: false,
    process_name: 'Maintainerr',
    repo_owner: 'Maintainerr',
    repo_name: 'Maintainerr',
    release_version_enabled: false,
    release_version: 'latest',
    commit_sha: '',
    branch_enabled: false,
    branch: 'development',
    suppress_logging: false,
    log_level: 'INFO',
    port: 6246,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    clear_on_update: true,
    exclude_dirs: ['/maintainerr/data'],
    platforms: [],
    command: ['node', 'apps/server/dist/main.js'],
    config_dir: '/maintainerr',
    log_file: '/maintainerr/data/logs/maintainerr.log',
    env: {
      NODE_ENV: 'production',
      UI_HOSTNAME: '0.0.0.0',
      UI_PORT: '{port}',
      DATA_DIR: '/maintainerr/data',
      BASE_PATH: '',
      VERSION_TAG: 'stable',
      UV_USE_IO_URING: '0',
    },
  },
  fields: {
    'env.UI_PORT': { derived: true },
    'env.DATA_DIR': { derived: true },
    'env.BASE_PATH': { derived: true },
    'env.VERSION_TAG': { derived: true },
    command: { derived: true },
  },
  onboarding: {
    name: 'Maintainerr',
    description: 'Keeps a library tidy without your help.',
    order: 8,
    phase: 'after-core',
  },
  ports: [{ id: 'web', field: 'port', default: 6246, role: 'ui', protocol: 'http' }],
  requires: [],
  connections: [
    {
      id: 'server',
      to: { capability: 'arr' },
      instance: 'all',
      when: { is: '${peer.key}', oneOf: ['sonarr', 'radarr'] },
      title: 'Add ${peer.name} to ${self.process_name}',
      reason: 'Its rules act on what ${peer.name} holds',
      undo: 'Remove ${peer.name} from ${self.process_name}',
      keptBy: 'self',
      hook: 'servarr-setting',
      values: {
        url: 'http://127.0.0.1:${port.web}',
        arr_url: '${peer.offer.url}',
        arr_key: '${peer.offer.api_key}',
      },
    },
    {
      id: 'seerr',
      to: { service: 'seerr' },
      instance: 'all',
      title: 'Let ${self.process_name} see the requests of ${peer.name}',
      reason: 'Its rules know who asked for what in ${peer.name}',
      undo: 'Let ${self.process_name} forget ${peer.name}',
      keptBy: 'self',
      hook: 'seerr-setting',
      values: {
        url: 'http://127.0.0.1:${port.web}',
        seerr_url: 'http://127.0.0.1:${peer.port.web}',
        seerr_settings: '${peer.path.config_dir}/config/settings.json',
        forced_key: '${peer.env.API_KEY}',
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
      { kind: 'node', tool: 'yarn', scripts: ['build'], env: quiet },
      { kind: 'run', toolchain: 'yarn', argv: ['yarn', 'workspaces', 'focus', '--all', '--production'], env: quiet },
      // There are no binaries of it for new versions of Node.
      {
        kind: 'run',
        toolchain: 'yarn',
        argv: ['yarn', 'rebuild', 'canvas'],
        env: { npm_config_build_from_source: 'true' },
      },
      { kind: 'symlink', path: 'apps/server/dist/ui', target: 'apps/ui/dist' },
      { kind: 'symlink', path: 'apps/server/dist/assets', target: 'apps/server/assets' },
      // It is published as an image only, whose places are written into it.
      {
        kind: 'replace-in-files',
        files: ['apps/server/dist/**/*.js'],
        find: `/opt/app/${migrations}`,
        replace: `\${artifact}/${migrations}`,
        expect: 'required',
      },
      {
        kind: 'replace-in-files',
        files: ['apps/server/dist/**/*.js'],
        find: '/opt/data',
        replace: '${artifact}/data',
        expect: 'optional',
      },
      { kind: 'run', toolchain: 'node', argv: ['node', '-e', noteVersion], cwd: 'apps/server' },
    ],
    buildToolchains: ['node'],
    artifact: {
      root: '${self.config_dir}',
      ready: ['package.json', 'apps/server/dist/main.js', 'apps/ui/dist/index.html', 'apps/server/version.env'],
      version: { kind: 'file', path: 'apps/server/package.json', pattern: '"version"\\s*:\\s*"([^"]+)"', prefix: 'v' },
      persist: ['data'],
    },
    directories: ['', '/logs'].map((below) => ({
      path: `\${self.config_dir}/data${below}`,
      mode: 0o700,
      owner: 'service',
    })),
    run: {
      argv: ['${toolchain.node}/node', '--env-file=apps/server/version.env', 'apps/server/dist/main.js'],
      cwd: '${self.config_dir}',
      env: {
        NODE_ENV: 'production',
        UI_HOSTNAME: '0.0.0.0',
        UI_PORT: '${port.web}',
        DATA_DIR: '${path.config_dir}/data',
        BASE_PATH: '',
        VERSION_TAG: [{ when: fromSource, value: 'development' }, { value: 'stable' }],
        // libuv hangs with it on some kernels.
        UV_USE_IO_URING: '0',
      },
      toolchains: ['node'],
      user: 'service',
    },
    health: { probes: [{ kind: 'process' }, { kind: 'tcp', port: 'web' }], startupMs: 180_000 },
    logs: {
      from: 'output',
      patterns: [
        '^\\[maintainerr\\]\\s+\\|\\s+(?<time>\\d\\d/\\d\\d/\\d{4} \\d\\d:\\d\\d:\\d\\d)\\s+\\[(?<level>[A-Z]+)\\]\\s+(?<message>.*)$',
      ],
      levels: { LOG: 'INFO', VERBOSE: 'DEBUG' },
    },
    diagnoses: [
      { pattern: 'EADDRINUSE', code: 'port.conflict', message: 'another program holds its port.' },
      {
        pattern: 'no such table',
        code: 'unit.start-failed',
        message: 'its database has no tables, because it was built for another place. Install it again.',
      },
      {
        pattern: 'Could not create or access',
        code: 'unit.permission',
        message: 'its data folder cannot be written to. Look whom the folder belongs to.',
      },
    ],
    simulated: true,
  },
});
