import { libraryMounts } from '../../families/mounts.ts';
import { defineService } from '../../vocabulary/manifest.ts';

/** What a new `system.xml` starts from; what it does not name has Emby's own defaults. */
const settingsSeed = `<?xml version="1.0"?>
<ServerConfiguration xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
</ServerConfiguration>
`;

export const emby = defineService({
  key: 'emby',

  displayName: 'Emby Media Server',
  role: 'core',
  kind: 'unit',
  description: 'Media server of the Emby project.',
  links: {
    project: 'https://github.com/MediaBrowser/Emby.Releases',
    docs: 'https://emby.media',
    sponsor: 'https://emby.media/premiere.html',
  },
  defaults: {
    enabled: false,
    process_name: 'Emby Media Server',
    repo_owner: 'MediaBrowser',
    repo_name: 'Emby.Releases',
    release_version_enabled: false,
    release_version: '4.8.11.0',
    use_system_ffmpeg: true,
    suppress_logging: false,
    log_level: 'INFO',
    port: 8096,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    config_dir: '/emby',
    config_file: '/emby/config/system.xml',
    log_file: '/emby/log/embyserver.txt',
    command: [],
    env: {},
  },
  fields: {
    use_system_ffmpeg: { label: 'Use the installed ffmpeg', description: 'Instead of the one that comes with Emby.' },
    command: { derived: true },
  },
  onboarding: {
    name: 'Emby Media Server',
    description: 'Plays your library on televisions, phones and browsers.',
    order: 3,
  },
  ports: [{ id: 'web', field: 'port', default: 8096, role: 'ui', protocol: 'http' }],
  requires: libraryMounts,
  ui: { port: 'web', path: '/web/index.html', pathPrefix: '/web' },
  stop: { signal: 'SIGTERM', graceMs: 90_000 },
  stopTier: 'media',
  provides: { 'media-server': { url: 'http://127.0.0.1:${port.web}', kind: 'emby' } },
  runtime: {
    source: {
      kind: 'github-asset',
      repository: '${self.repo_owner}/${self.repo_name}',
      asset: { amd64: 'emby-server-deb_${tag}_amd64.deb', arm64: 'emby-server-deb_${tag}_arm64.deb' },
      archive: 'deb',
      keep: ['opt/emby-server'],
      strip: 2,
      verify: 'github-digest',
      selectors: ['latest', 'tag', 'prerelease'],
    },
    artifact: {
      root: '${self.config_dir}/program',
      ready: ['system/EmbyServer', 'bin'],
      executables: ['system/EmbyServer'],
      version: { kind: 'marker' },
      exclusive: true,
      persist: [],
    },
    directories: ['', '/config', '/tools'].map((below) => ({
      path: `\${self.config_dir}${below}`,
      mode: 0o755,
      owner: 'service',
    })),
    files: [
      {
        // Written before the first start as well: without it Emby would take 8096, whatever port is asked for.
        path: '${self.config_file}',
        format: 'xml',
        seed: settingsSeed,
        mode: 0o600,
        owner: 'service',
        ops: [
          { op: 'set', at: ['ServerConfiguration', 'HttpServerPortNumber'], value: '${port.web}' },
          { op: 'set', at: ['ServerConfiguration', 'PublicPort'], value: '${port.web}' },
        ],
      },
    ],
    run: {
      // The program itself: the script beside it knows one place only, /opt/emby-server.
      argv: [
        '${artifact}/system/EmbyServer',
        '-programdata',
        '${self.config_dir}',
        '-ffdetect',
        '${self.config_dir}/tools/ffdetect',
        '-ffmpeg',
        '${self.config_dir}/tools/ffmpeg',
        '-ffprobe',
        '${self.config_dir}/tools/ffprobe',
        '-restartexitcode',
        '3',
      ],
      cwd: '${self.config_dir}',
      env: {
        EMBY_DATA: '${path.config_dir}',
        AMDGPU_IDS: '${artifact}/extra/share/libdrm/amdgpu.ids',
        FONTCONFIG_PATH: '${artifact}/etc/fonts',
        LD_LIBRARY_PATH: '${artifact}/lib:${artifact}/extra/lib',
        LIBVA_DRIVERS_PATH: '${artifact}/extra/lib/dri',
        OCL_ICD_VENDORS: '${artifact}/extra/etc/OpenCL/vendors',
        PCI_IDS_PATH: '${artifact}/share/hwdata/pci.ids',
        SSL_CERT_FILE: '${artifact}/etc/ssl/certs/ca-certificates.crt',
      },
      user: 'service',
    },
    health: {
      probes: [
        { kind: 'tcp', port: 'web' },
        { kind: 'http', port: 'web', path: '/emby/System/Ping' },
      ],
      startupMs: 300_000,
    },
    logs: {
      // Emby has one place for its log, below its data; `log_file` does not move it.
      from: { own: '${path.config_dir}/logs/embyserver.txt' },
      patterns: ['^(?<time>\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}) (?<level>[A-Z][a-z]+) (?<message>.*)$'],
      levels: { Debug: 'DEBUG', Info: 'INFO', Warn: 'WARNING', Error: 'ERROR', Fatal: 'CRITICAL' },
    },
    hooks: [
      {
        name: 'link-media-tools',
        at: 'prepare',
        title: 'Choose the ffmpeg that Emby uses',
        values: { own: '${artifact}/bin', tools: '${path.config_dir}/tools' },
      },
      {
        name: 'tell-first-steps',
        at: 'provision',
        title: 'See whether Emby has been set up',
        values: { settings: '${path.config_file}', page: 'http://127.0.0.1:${port.web}/web/index.html' },
      },
    ],
    simulated: true,
  },
});
