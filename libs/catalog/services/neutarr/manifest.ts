import { afterIfEnabled } from '../../families/order.ts';
import { defineService } from '../../vocabulary/manifest.ts';

export const neutarr = defineService({
  key: 'neutarr',

  displayName: 'NeutArr',
  aliases: ['huntarr'],
  role: 'core',
  kind: 'unit',
  description: 'Keeps looking for missing and better releases through the Arrs.',
  links: { project: 'https://github.com/I-am-PUID-0/NeutArr', sponsor: 'https://github.com/sponsors/I-am-PUID-0' },
  defaults: {
    enabled: false,
    core_service: '',
    process_name: 'NeutArr',
    repo_owner: 'I-am-PUID-0',
    repo_name: 'NeutArr',
    release_version_enabled: false,
    release_version: 'latest',
    commit_sha: '',
    branch_enabled: false,
    branch: 'main',
    suppress_logging: false,
    log_level: 'INFO',
    port: 9705,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    clear_on_update: false,
    exclude_dirs: ['/neutarr/default/config'],
    platforms: ['python'],
    command: ['/neutarr/default/venv/bin/python', 'main.py'],
    config_dir: '/neutarr/default',
    config_file: '/neutarr/default/config/general.json',
    log_file: '/neutarr/default/config/logs/neutarr.log',
    env: {
      NEUTARR_CONFIG_DIR: '/neutarr/default/config',
      NEUTARR_PORT: '{port}',
    },
  },
  fields: {
    core_service: {
      label: 'Hunts for',
      description: 'Only Arrs that share a download service with it. Blank: every Arr that asks for it.',
      types: ['string', 'array'],
    },
    'env.NEUTARR_PORT': { derived: true },
    'env.NEUTARR_CONFIG_DIR': { derived: true },
    command: { derived: true },
  },
  instances: { template: 'Default', processName: 'NeutArr ${instance.name}', pathPrefix: '/neutarr/default' },
  onboarding: { name: 'NeutArr', description: 'Fills the gaps in what Sonarr, Radarr and the others hold.', order: 15 },
  ports: [{ id: 'web', field: 'port', default: 9705, role: 'ui', protocol: 'http' }],
  requires: afterIfEnabled(['sonarr', 'radarr', 'lidarr', 'whisparr'], 'searches through it'),
  connections: [
    {
      id: 'arr',
      to: { capability: 'arr' },
      instance: 'shared-tag-or-untagged',
      when: { is: '${peer.use_neutarr}', equal: true },
      title: 'Have ${self.process_name} look after ${peer.name}',
      reason: '${peer.name} asks to be searched for what is missing',
      undo: 'Take ${peer.name} out of ${self.process_name}',
      keptBy: 'self',
      hook: 'neutarr-arr',
      values: {
        folder: '${path.config_dir}/config',
        arr_url: '${peer.offer.url}',
        arr_key: '${peer.offer.api_key}',
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
    // Once for each version: what is there is recognised by how it was made, not by a program of Poetry in it.
    build: [{ kind: 'python-venv', at: 'venv', poetry: true }],
    buildToolchains: ['python'],
    artifact: {
      root: '${self.config_dir}',
      ready: ['main.py', 'venv/bin/python'],
      executables: ['venv/bin/python'],
      version: { kind: 'marker' },
      persist: ['config'],
    },
    directories: [
      { path: '${self.config_dir}/config', mode: 0o755, owner: 'service' },
      { path: '${self.config_dir}/config/logs', mode: 0o755, owner: 'service' },
      { path: '${self.config_dir}/config/backups', mode: 0o755, owner: 'service' },
    ],
    run: {
      argv: ['${artifact}/venv/bin/python', 'main.py'],
      cwd: '${self.config_dir}',
      env: {
        NEUTARR_CONFIG_DIR: '${path.config_dir}/config',
        STATEFUL_DIR: '${path.config_dir}/config/stateful',
        // It listens on PORT; its settings page shows the other one.
        PORT: '${port.web}',
        NEUTARR_PORT: '${port.web}',
        VIRTUAL_ENV: '${artifact}/venv',
      },
      path: ['${artifact}/venv/bin'],
      toolchains: ['python'],
      user: 'service',
    },
    health: {
      probes: [
        { kind: 'tcp', port: 'web' },
        { kind: 'http', port: 'web', path: '/ping', expect: { jsonKey: 'status' } },
      ],
      startupMs: 120_000,
    },
    logs: {
      from: { own: '${path.log_file}' },
      patterns: [
        '^(?<time>\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d)(?: [A-Z]{2,5})? - [\\w.]+ - (?<level>[A-Z]+) - (?<message>.*)$',
      ],
    },
    simulated: true,
  },
});
