import type { FileOp } from '../../vocabulary/files.ts';
import { defineService } from '../../vocabulary/manifest.ts';
import { settingsSeed } from './settings-seed.ts';

const debugging = { is: '${self.log_level}', equal: 'DEBUG' } as const;

const settingsOps: readonly FileOp[] = [
  { op: 'set', at: ['Real Debrid API Key'], value: '${link.zurg.api_key}', secret: true },
  { op: 'set', at: ['Plex server address'], value: 'http://127.0.0.1:${svc.plex.port}', when: { enabled: 'plex' } },
  { op: 'set-default', at: ['Plex server address'], value: 'http://127.0.0.1:32400' },
  { op: 'set-default', at: ['Local ignore list path'], value: '${path.config_dir}/config' },
  // It has a menu for people who sit in front of it, and a log only if it is told to.
  { op: 'set', at: ['Show Menu on Startup'], value: 'false' },
  { op: 'set', at: ['Log to file'], value: 'true' },
  { op: 'set', at: ['Debug printing'], value: 'true', when: debugging },
  { op: 'set', at: ['Debug printing'], value: 'false', when: { not: debugging } },
  ...Object.entries(settingsSeed).map(([key, value]): FileOp => ({
    op: 'set-default',
    at: [key],
    value: structuredClone(value) as NonNullable<FileOp['value']>,
  })),
];

export const plexDebrid = defineService({
  key: 'plex_debrid',

  displayName: 'Plex Debrid',
  role: 'core',
  kind: 'unit',
  deprecated: 'No longer maintained. Riven or CLI Debrid do the same.',
  description: 'Turns watchlists of Plex, Trakt and Overseerr into releases on a debrid account.',
  links: { project: 'https://github.com/elfhosted/plex_debrid' },
  defaults: {
    enabled: false,
    process_name: 'Plex Debrid',
    repo_owner: 'elfhosted',
    repo_name: 'plex_debrid',
    branch_enabled: false,
    branch: 'main',
    suppress_logging: false,
    log_level: 'INFO',
    auto_update: false,
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    clear_on_update: true,
    exclude_dirs: ['/plex_debrid/config'],
    platforms: ['python'],
    command: ['/plex_debrid/venv/bin/python', 'main.py', '-service', '--config-dir', './config'],
    config_dir: '/plex_debrid',
    config_file: '/plex_debrid/config/settings.json',
    log_file: '/plex_debrid/config/plex_debrid.log',
    env: {},
  },
  fields: { command: { derived: true } },
  onboarding: {
    name: 'Plex Debrid',
    description: 'The forerunner of Riven and CLI Debrid; for those who still have it.',
    order: 17,
    debridProviders: ['RealDebrid'],
    dependencies: ['zurg', 'rclone'],
  },
  ports: [],
  requires: [
    {
      service: 'rclone',
      kind: 'mount',
      until: 'healthy',
      enable: false,
      instance: 'tagged',
      reason: 'looks for new files in its mount',
    },
  ],
  companions: [
    { service: 'zurg', phase: 'before' },
    { service: 'rclone', phase: 'before' },
  ],
  stop: { signal: 'SIGTERM', graceMs: 30_000 },
  stopTier: 'clients',
  runtime: {
    // It has never had a release.
    source: {
      kind: 'github-source',
      repository: '${self.repo_owner}/${self.repo_name}',
      selectors: ['branch'],
    },
    build: [
      { kind: 'python-venv', at: 'venv', requirements: 'requirements.txt' },
      {
        kind: 'replace-in-files',
        files: ['content/services/trakt.py'],
        find: 'env_file = ".env"',
        replace: 'env_file = "./config/.env"',
        expect: 'optional',
      },
    ],
    buildToolchains: ['python'],
    artifact: {
      root: '${self.config_dir}',
      ready: ['main.py', 'ui/ui_settings.py', 'venv/bin/python'],
      executables: ['venv/bin/python'],
      version: { kind: 'file', path: 'ui/ui_settings.py', pattern: "^version\\s*=\\s*\\['([^']+)'" },
      persist: ['config'],
    },
    directories: [{ path: '${self.config_dir}/config', mode: 0o755, owner: 'service' }],
    files: [
      {
        path: '${self.config_file}',
        format: 'json',
        seed: '{\n    "Content Services": ["Plex"]\n}\n',
        mode: 0o600,
        owner: 'service',
        ops: settingsOps,
      },
    ],
    run: {
      // Without -service it opens a menu.
      argv: ['${artifact}/venv/bin/python', 'main.py', '-service', '--config-dir', './config'],
      cwd: '${self.config_dir}',
      env: { VIRTUAL_ENV: '${artifact}/venv', PYTHONUNBUFFERED: '1', TERM: 'dumb' },
      path: ['${artifact}/venv/bin'],
      toolchains: ['python'],
      user: 'service',
    },
    health: { probes: [{ kind: 'process' }], startupMs: 60_000 },
    logs: {
      from: { own: '${path.config_dir}/config/plex_debrid.log' },
      patterns: [
        '^\\[(?<time>\\d\\d/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d)\\] (?<message>\\[?\\w+\\]? (?<level>error)\\]?:.*)$',
        '^\\[(?<time>\\d\\d/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d)\\] (?<message>.*)$',
      ],
      levels: { error: 'ERROR' },
    },
    diagnoses: [
      {
        pattern: 'realdebrid api key does not seem to work',
        code: 'credential.rejected',
        message: 'Real-Debrid refused the API key.',
      },
      {
        pattern: 'terminal is not interactive|EOFError',
        code: 'service.setting',
        message: 'It asks for a setting that is missing. In settings.json each service list needs at least one entry.',
      },
    ],
    simulated: true,
  },
});
