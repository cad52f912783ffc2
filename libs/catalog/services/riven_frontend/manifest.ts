import { defineService } from '../../vocabulary/manifest.ts';

export const rivenFrontend = defineService({
  key: 'riven_frontend',
  displayName: 'Riven Frontend',
  role: 'optional',
  kind: 'unit',
  description: 'Web interface of Riven.',
  links: {
    project: 'https://github.com/rivenmedia/riven-frontend',
    docs: 'https://rivenmedia.github.io/wiki/',
    sponsor: 'https://github.com/sponsors/dreulavelle/',
  },
  defaults: {
    enabled: false,
    process_name: 'Riven Frontend',
    repo_owner: 'rivenmedia',
    repo_name: 'riven-frontend',
    release_version_enabled: false,
    release_version: 'v0.17.0',
    commit_sha: '',
    branch_enabled: false,
    branch: 'release-please--branches--main',
    suppress_logging: false,
    log_level: 'INFO',
    host: '0.0.0.0',
    port: 3000,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    origin: '',
    clear_on_update: true,
    exclude_dirs: [],
    platforms: ['pnpm'],
    command: ['node', 'build'],
    config_dir: '/riven/frontend',
    log_file: '/log/riven_frontend.log',
    env: {},
  },
  fields: {
    origin: {
      label: 'Address in the browser',
      description:
        'Exactly as you type it, e.g. http://nas:3000. Forms are refused from any other address. Blank: localhost.',
      pattern: '^(https?://[^/\\s]+)?$',
    },
    command: { derived: true },
  },
  onboarding: {
    name: 'Riven Frontend',
    description: 'The page where you ask Riven for films and shows.',
    order: 4,
    dependencies: ['riven_backend'],
    phase: 'after-core',
  },
  // It keeps nothing: all that it knows is in the backend.
  replicas: { max: 8 },
  ports: [{ id: 'web', field: 'port', default: 3000, role: 'ui', protocol: 'http' }],
  requires: [
    { service: 'riven_backend', kind: 'port', until: 'healthy', enable: true, reason: 'shows what the backend knows' },
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
      {
        kind: 'replace-in-files',
        files: ['vite.config.ts'],
        find: 'minify: true',
        replace: 'minify: false',
        expect: 'optional',
      },
      { kind: 'node', tool: 'pnpm', scripts: ['build'] },
    ],
    buildToolchains: ['node', 'pnpm'],
    artifact: {
      root: '${self.config_dir}',
      ready: ['package.json', 'build/index.js'],
      version: { kind: 'file', path: 'version.txt', pattern: '(\\S+)', prefix: 'v' },
      persist: [],
    },
    files: [
      {
        path: '${self.config_dir}/config/server.json',
        format: 'json',
        mode: 0o600,
        owner: 'service',
        ops: [
          { op: 'set', at: ['backendUrl'], value: 'http://127.0.0.1:${svc.riven_backend.port}' },
          { op: 'set', at: ['apiKey'], value: '${svc.riven_backend.secret.api_key}', secret: true },
        ],
      },
    ],
    run: {
      argv: [
        // An environment value has one condition; this is the other branch of ORIGIN.
        { when: { not: { truthy: '${self.origin}' } }, args: ['/usr/bin/env', 'ORIGIN=http://localhost:${port.web}'] },
        '${toolchain.node}/node',
        'build',
      ],
      cwd: '${self.config_dir}',
      env: {
        ORIGIN: { when: { truthy: '${self.origin}' }, value: '${self.origin}' },
        HOST: '${self.host}',
        PORT: '${port.web}',
        BACKEND_URL: 'http://127.0.0.1:${svc.riven_backend.port}',
        BACKEND_API_KEY: '${svc.riven_backend.secret.api_key}',
      },
      toolchains: ['node'],
      user: 'service',
    },
    health: { probes: [{ kind: 'tcp', port: 'web' }], startupMs: 120_000 },
    logs: {
      from: 'output',
      patterns: ['^(?:\\[(?<time>[^\\]]+)\\] )?(?<level>DEBUG|INFO|WARN|WARNING|ERROR|FATAL):? (?<message>.*)$'],
      levels: { WARN: 'WARNING', FATAL: 'CRITICAL' },
    },
    simulated: true,
  },
});
