import { libraryMounts } from '../../families/mounts.ts';
import { defineService } from '../../vocabulary/manifest.ts';
import { networkSeed } from './network-seed.ts';

export const jellyfin = defineService({
  key: 'jellyfin',

  displayName: 'Jellyfin Media Server',
  role: 'core',
  kind: 'unit',
  description: 'Free media server without accounts elsewhere.',
  links: {
    project: 'https://github.com/jellyfin/jellyfin',
    docs: 'https://jellyfin.org',
    sponsor: 'https://opencollective.com/jellyfin',
  },
  defaults: {
    enabled: false,
    process_name: 'Jellyfin Media Server',
    suppress_logging: false,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    pinned_version: '',
    port: 8096,
    config_dir: '/jellyfin',
    config_file: '/jellyfin/config/system.xml',
    log_file: '/jellyfin/log/jellyfin.log',
    command: [],
    env: {},
  },
  fields: {
    pinned_version: { label: 'Pinned version', description: 'Stays on this version and is not updated.' },
    command: { derived: true },
  },
  onboarding: {
    name: 'Jellyfin Media Server',
    description: 'Free and yours alone: plays your library everywhere.',
    order: 2,
  },
  ports: [{ id: 'web', field: 'port', default: 8096, role: 'ui', protocol: 'http' }],
  requires: libraryMounts,
  ui: { port: 'web', path: '/web/index.html', pathPrefix: '/web' },
  stop: { signal: 'SIGTERM', graceMs: 90_000 },
  stopTier: 'media',
  provides: { 'media-server': { url: 'http://127.0.0.1:${port.web}', kind: 'jellyfin' } },
  runtime: {
    source: {
      kind: 'apt-repository',
      distributions: [
        { id: 'debian', url: 'https://repo.jellyfin.org/debian', suites: ['trixie', 'bookworm'] },
        { id: 'ubuntu', url: 'https://repo.jellyfin.org/ubuntu', suites: ['noble', 'jammy'] },
      ],
      component: 'main',
      packages: [
        { name: 'jellyfin-server', version: 'same' },
        { name: 'jellyfin-web', version: 'same' },
        { name: 'jellyfin-ffmpeg7', version: 'newest' },
      ],
      keep: ['usr/lib/jellyfin', 'usr/share/jellyfin/web', 'usr/lib/jellyfin-ffmpeg'],
      strip: 1,
    },
    artifact: {
      root: '${self.config_dir}/program',
      ready: ['lib/jellyfin/bin/jellyfin', 'share/jellyfin/web/index.html', 'lib/jellyfin-ffmpeg/ffmpeg'],
      executables: ['lib/jellyfin/bin/jellyfin', 'lib/jellyfin-ffmpeg/ffmpeg', 'lib/jellyfin-ffmpeg/ffprobe'],
      version: { kind: 'marker' },
      exclusive: true,
      persist: [],
    },
    directories: ['', '/data', '/config', '/cache', '/log'].map((below) => ({
      path: `\${self.config_dir}${below}`,
      mode: 0o755,
      owner: 'service',
    })),
    files: [
      {
        path: '${self.config_dir}/config/network.xml',
        format: 'xml',
        seed: networkSeed,
        mode: 0o600,
        owner: 'service',
        ops: [
          { op: 'set', at: ['NetworkConfiguration', 'InternalHttpPort'], value: '${port.web}' },
          { op: 'set', at: ['NetworkConfiguration', 'PublicHttpPort'], value: '${port.web}' },
        ],
      },
    ],
    run: {
      argv: [
        '${artifact}/lib/jellyfin/bin/jellyfin',
        '--datadir',
        '${self.config_dir}/data',
        '--configdir',
        '${self.config_dir}/config',
        '--cachedir',
        '${self.config_dir}/cache',
        '--logdir',
        '${self.config_dir}/log',
        '--webdir',
        '${artifact}/share/jellyfin/web',
        '--ffmpeg',
        '${artifact}/lib/jellyfin-ffmpeg/ffmpeg',
      ],
      cwd: '${self.config_dir}',
      // As its own package does: without it the heap grows with every scan and is not given back.
      env: { MALLOC_TRIM_THRESHOLD_: '131072' },
      user: 'service',
    },
    health: {
      probes: [
        { kind: 'tcp', port: 'web' },
        { kind: 'http', port: 'web', path: '/health' },
      ],
      // A new version moves a large library into its new database before it answers.
      startupMs: 300_000,
    },
    logs: {
      // It starts a new file every day, `log_20260131.log`, whatever `log_file` says.
      from: { own: '${path.config_dir}/log/log_*.log' },
      patterns: [
        '^\\[(?<time>\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} [+-]\\d\\d:\\d\\d)\\] \\[(?<level>[A-Z]{3})\\] \\[\\d+\\] (?<message>.*)$',
      ],
      levels: { VRB: 'DEBUG', DBG: 'DEBUG', INF: 'INFO', WRN: 'WARNING', ERR: 'ERROR', FTL: 'CRITICAL' },
    },
    hooks: [
      {
        name: 'tell-first-steps',
        at: 'provision',
        title: 'See whether Jellyfin has been set up',
        values: {
          settings: '${path.config_dir}/config/system.xml',
          page: 'http://127.0.0.1:${port.web}/web/index.html',
        },
      },
    ],
    diagnoses: [
      {
        pattern: "Couldn't find a valid ICU package",
        code: 'host.missing',
        message:
          'Jellyfin needs the library ICU. Install it with "apt install libicu72" (Debian 12), "libicu76" (Debian 13) or "libicu74" (Ubuntu 24.04).',
      },
      {
        pattern: 'libfontconfig\\.so\\.1',
        code: 'host.missing',
        message: 'Jellyfin needs the library fontconfig. Install it with "apt install libfontconfig1".',
      },
    ],
    simulated: true,
  },
});
