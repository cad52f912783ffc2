import { defineService } from '../../vocabulary/manifest.ts';
import type { Condition } from '../../vocabulary/condition.ts';
import { arrConnection } from './arr-connection.ts';
import { configOps, externalMount } from './config-ops.ts';

const downloads = '/mnt/debrid/decypharr_downloads';
const embedded: Condition = { is: '${self.mount_type}', equal: 'rclone' };
/** It mounts by itself, with its own file system or with an rclone that it starts. */
const mountsItself: Condition = { is: '${self.mount_type}', oneOf: ['dfs', 'rclone', ''] };
const mounted: Condition = { all: [mountsItself, { host: 'fuseForUsers' }] };
const versionPackage = 'github.com/sirrobot01/decypharr/pkg/version';

export const decypharr = defineService({
  key: 'decypharr',

  displayName: 'Decypharr',
  role: 'core',
  kind: 'unit',
  description: 'Debrid accounts as a download client for the Arrs, with a mount of its own.',
  links: {
    project: 'https://github.com/sirrobot01/decypharr',
    docs: 'https://docs.decypharr.com',
    sponsor: 'https://github.com/sponsors/sirrobot01',
  },
  defaults: {
    enabled: false,
    process_name: 'Decypharr',
    repo_owner: 'sirrobot01',
    repo_name: 'decypharr',
    release_version_enabled: false,
    release_version: 'v1.0.0',
    commit_sha: '',
    branch_enabled: false,
    branch: 'main',
    suppress_logging: false,
    log_level: 'INFO',
    port: 8282,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    symlink_backup_enabled: false,
    symlink_backup_interval: 168,
    symlink_backup_start_time: '04:00',
    symlink_backup_path: '/config/symlink-repair/snapshots/decypharr-{timestamp}.json',
    symlink_backup_include_broken: true,
    symlink_backup_retention_count: 1,
    symlink_backup_roots: ['/mnt/debrid/decypharr_symlinks'],
    clear_on_update: false,
    exclude_dirs: [],
    command: ['/decypharr/decypharr', '--config', '/decypharr'],
    config_dir: '/decypharr',
    config_file: '/decypharr/config.json',
    log_file: '/decypharr/logs/decypharr.log',
    env: {},
    mount_type: 'dfs',
    mount_path: '/mnt/debrid/decypharr',
    api_keys: {},
  },
  fields: {
    mount_type: {
      label: 'Mount',
      description: 'Who mounts the library: Decypharr itself (dfs, rclone), a separate rclone, or nobody.',
      enum: ['dfs', 'rclone', 'external_rclone', 'none', ''],
    },
    mount_path: { label: 'Mounted at' },
    api_keys: { label: 'Provider keys', description: 'One key for each debrid provider, by its name in lower case.' },
    'api_keys.*': { types: ['string'], label: 'Provider key', secret: true },
    dfs: { types: ['object'], description: 'Settings of its own mount.' },
    arrs_download_uncached: { types: ['boolean'], description: 'Also takes releases that no provider has cached.' },
    command: { derived: true },
  },
  onboarding: {
    name: 'Decypharr',
    description: 'For those who use Sonarr and Radarr: they ask, a debrid provider delivers.',
    order: 5,
    debridProviders: ['RealDebrid', 'AllDebrid', 'Debrid Link', 'TorBox', 'Premiumize'],
    dependencies: ['rclone'],
  },
  ports: [
    { id: 'web', field: 'port', default: 8282, role: 'ui', protocol: 'http' },
    { id: 'rc', default: 5574, role: 'internal', protocol: 'http', when: embedded },
  ],
  requires: [],
  provides: {
    'torrent-client': { url: 'http://127.0.0.1:${port.web}' },
    webdav: { url: 'http://127.0.0.1:${port.web}/webdav/' },
    mount: { path: '${path.mount_path}' },
  },
  connections: [arrConnection],
  companions: [
    {
      service: 'rclone',
      phase: 'after',
      when: externalMount,
      set: { key_type: 'decypharr', api_key: '', zurg_enabled: false, zurg_config_file: '', decypharr_enabled: true },
    },
  ],
  credentials: [
    { provider: 'RealDebrid', field: 'api_keys.realdebrid' },
    { provider: 'AllDebrid', field: 'api_keys.alldebrid' },
    { provider: 'Debrid Link', field: 'api_keys.debrid link' },
    { provider: 'TorBox', field: 'api_keys.torbox' },
    { provider: 'Premiumize', field: 'api_keys.premiumize' },
  ],
  ui: { port: 'web', path: '/' },
  stop: { signal: 'SIGTERM', graceMs: 48_000 },
  stopTier: 'clients',
  runtime: {
    source: {
      kind: 'github-asset',
      repository: '${self.repo_owner}/${self.repo_name}',
      asset: { amd64: 'decypharr_Linux_x86_64.tar.gz', arm64: 'decypharr_Linux_arm64.tar.gz' },
      archive: 'tar.gz',
      verify: 'github-digest',
      selectors: ['latest', 'tag', 'prerelease', 'nightly'],
    },
    fromSource: {
      source: {
        kind: 'github-source',
        repository: '${self.repo_owner}/${self.repo_name}',
        selectors: ['branch', 'commit'],
      },
      build: [
        { kind: 'node', tool: 'npm', scripts: ['build'] },
        {
          kind: 'run',
          toolchain: 'go',
          argv: [
            'go',
            'build',
            '-trimpath',
            '-ldflags',
            `-s -w -X ${versionPackage}.Version=3.0.0 -X ${versionPackage}.Channel=\${version}`,
            '-o',
            'decypharr',
            '.',
          ],
          // Its own file system is bound to libfuse.
          env: { CGO_ENABLED: '1' },
        },
      ],
      buildToolchains: ['node', 'go'],
    },
    artifact: {
      root: '${self.config_dir}',
      ready: ['decypharr'],
      executables: ['decypharr'],
      version: { kind: 'marker' },
      persist: ['cache', 'db', 'logs', 'rclone', 'auth.json', 'config.json', 'config_old.json'],
    },
    directories: [
      { path: '${self.config_dir}', mode: 0o755, owner: 'service' },
      { path: '${self.config_dir}/db', mode: 0o755, owner: 'service' },
      { path: '${self.config_dir}/logs', mode: 0o755, owner: 'service' },
      { path: '${self.config_dir}/rclone', mode: 0o755, owner: 'service', when: embedded },
      { path: downloads, mode: 0o777, owner: 'service' },
      { path: '/mnt/debrid/decypharr_symlinks', mode: 0o777, owner: 'service' },
      { path: '${self.mount_path}', mode: 0o755, owner: 'service', when: mountsItself },
    ],
    files: [
      {
        path: '${self.config_file}',
        format: 'json',
        seed: '{\n    "url_base": "/"\n}\n',
        mode: 0o600,
        owner: 'service',
        ops: configOps,
      },
    ],
    run: {
      argv: ['${artifact}/decypharr', '--config', '${path.config_dir}'],
      cwd: '${self.config_dir}',
      // The port that its file has for this is overwritten by its own default.
      env: { DECYPHARR_RCLONE__RC_PORT: { when: embedded, value: '${port.rc}' } },
      toolchains: [{ when: embedded, name: 'rclone' }],
      user: 'service',
      mounts: [{ path: '${self.mount_path}', when: mounted }],
    },
    health: {
      probes: [
        { kind: 'tcp', port: 'web' },
        { kind: 'http', port: 'web', path: '/version', expect: { jsonKey: 'version' } },
        { kind: 'mount', path: '${self.mount_path}', when: mounted },
      ],
      startupMs: 120_000,
    },
    logs: {
      from: { own: '${path.config_dir}/logs/decypharr.log' },
      patterns: ['^(?<time>\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d) \\| (?<level>[A-Z]+)\\s*\\| (?<message>.*)$'],
      levels: { TRACE: 'DEBUG', WARN: 'WARNING', FATAL: 'CRITICAL', PANIC: 'CRITICAL' },
    },
    hooks: [
      {
        name: 'write-providers',
        at: 'prepare',
        title: 'Write providers and mount into its configuration',
        values: {
          config_file: '${path.config_file}',
          version_file: '${artifact}/version.txt',
          mount_path: '${path.mount_path}',
          cache_dir: '/cache',
          download_folder: downloads,
          uid: '${system.puid}',
          gid: '${system.pgid}',
        },
      },
    ],
    diagnoses: [
      {
        pattern: '"rclone": executable file not found',
        code: 'host.missing',
        message: 'Decypharr is to mount with rclone, which this machine does not have. Install it, or choose dfs.',
      },
      {
        pattern: 'user_allow_other|failed to open /dev/fuse|fusermount',
        code: 'host.missing',
        message:
          'Decypharr may not mount here: /etc/fuse.conf needs the line user_allow_other, and /dev/fuse must be open to all.',
      },
    ],
    simulated: true,
  },
});
