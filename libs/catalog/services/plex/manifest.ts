import { libraryMounts } from '../../families/mounts.ts';
import { defineService } from '../../vocabulary/manifest.ts';

const downloads = 'https://downloads.plex.tv/plex-media-server-new';

export const plex = defineService({
  key: 'plex',

  displayName: 'Plex Media Server',
  role: 'core',
  kind: 'unit',
  description: 'Media server with apps for nearly every device. Needs a Plex account.',
  links: {
    project: 'https://www.plex.tv/',
    docs: 'https://support.plex.tv/',
    sponsor: 'https://www.plex.tv/plex-pass/',
  },
  defaults: {
    enabled: false,
    process_name: 'Plex Media Server',
    suppress_logging: false,
    log_level: 'INFO',
    port: 32400,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    pinned_version: '',
    config_dir: '/plex',
    config_file: '/plex/Plex Media Server/Preferences.xml',
    log_file: '/plex/Plex Media Server/Logs/Plex Media Server.log',
    plex_claim: '',
    friendly_name: 'DUMB',
    dbrepair: {
      enabled: false,
      run_before_start: false,
      interval_minutes: 10080,
      idle_check_minutes: 5,
      backoff_multiplier: 2.0,
      max_backoff_minutes: 60,
      max_wait_minutes: 0,
      install_dir: '/data/dbrepair',
      executable: 'DBRepair.sh',
      sqlite_path: '/usr/lib/plexmediaserver/Plex SQLite',
      databases_path: '/plex/Plex Media Server/Plug-in Support/Databases',
      required_args: [],
      script_args: ['auto'],
      log_file: '/log/plex_dbrepair.log',
      db_path: '/plex/Plex Media Server/Plug-in Support/Databases/com.plexapp.plugins.library.db',
      work_dir: '',
      command: [],
      env: {},
    },
    command: [],
    env: {},
  },
  fields: {
    plex_claim: {
      label: 'Claim token',
      description: 'From plex.tv/claim. Valid for about four minutes, used once.',
      secret: true,
    },
    friendly_name: { label: 'Name', description: 'How the server is called in the Plex apps.' },
    port: { label: 'Port', description: 'Plex always listens here.', derived: true },
    pinned_version: { label: 'Pinned version', description: 'Stays on this version and is not updated.' },
    'dbrepair.interval_minutes': { minimum: 0 },
    'dbrepair.idle_check_minutes': { minimum: 0 },
    'dbrepair.backoff_multiplier': { minimum: 0 },
    'dbrepair.max_backoff_minutes': { minimum: 0 },
    'dbrepair.max_wait_minutes': { description: 'Zero waits until nobody watches.', minimum: 0 },
    plex_media_server_dir: { types: ['string'] },
    command: { derived: true },
  },
  onboarding: {
    name: 'Plex Media Server',
    description: 'The best known way to watch your own library on any screen.',
    order: 1,
  },
  ports: [{ id: 'web', field: 'port', default: 32400, role: 'ui', protocol: 'http', fixed: true }],
  requires: libraryMounts,
  ui: { port: 'web', path: '/web/index.html' },
  stop: { signal: 'SIGTERM', graceMs: 90_000 },
  stopTier: 'media',
  provides: { 'media-server': { url: 'http://127.0.0.1:${port.web}', kind: 'plex' } },
  // What the server is known by stays the same, also where its settings are lost.
  secrets: { machine: { kind: 'hex32' } },
  runtime: {
    source: {
      kind: 'plex-download',
      product: 5,
      build: { amd64: 'linux-x86_64', arm64: 'linux-aarch64' },
      pinned: {
        amd64: `${downloads}/\${version}/debian/plexmediaserver_\${version}_amd64.deb`,
        arm64: `${downloads}/\${version}/debian/plexmediaserver_\${version}_arm64.deb`,
      },
      keep: ['usr/lib/plexmediaserver'],
      strip: 3,
    },
    artifact: {
      root: '${self.config_dir}/plexmediaserver',
      ready: ['Plex Media Server'],
      executables: ['Plex Media Server'],
      version: { kind: 'marker' },
      exclusive: true,
      persist: [],
    },
    directories: [
      { path: '${self.config_dir}', mode: 0o755, owner: 'service' },
      { path: '${self.config_dir}/Plex Media Server', mode: 0o755, owner: 'service' },
      {
        path: '${self.dbrepair.install_dir}',
        mode: 0o755,
        owner: 'service',
        when: { truthy: '${self.dbrepair.enabled}' },
      },
    ],
    run: {
      // One argument, with the blanks of the program's name in it.
      argv: ['${artifact}/Plex Media Server'],
      cwd: '${self.config_dir}',
      env: {
        PLEX_MEDIA_SERVER_APPLICATION_SUPPORT_DIR: '${path.config_dir}',
        PLEX_MEDIA_SERVER_HOME: '${artifact}',
        PLEX_MEDIA_SERVER_INFO_VENDOR: 'Docker',
        PLEX_MEDIA_SERVER_INFO_MODEL: 'Linux',
        PLEX_MEDIA_SERVER_INFO_PLATFORM: 'Docker',
        LD_LIBRARY_PATH: '${artifact}',
        TMPDIR: '/tmp',
      },
      user: 'service',
    },
    health: {
      probes: [
        { kind: 'tcp', port: 'web' },
        { kind: 'http', port: 'web', path: '/identity', expect: { text: '<MediaContainer' } },
      ],
      // After an update it converts its database before it answers.
      startupMs: 300_000,
    },
    logs: {
      from: { own: '${path.log_file}' },
      patterns: [
        '^(?<time>[A-Z][a-z]{2} \\d\\d, \\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d{3}) \\[\\d+\\] (?<level>[A-Z]+) - (?<message>.*)$',
      ],
      levels: { VERBOSE: 'DEBUG', WARN: 'WARNING' },
    },
    hooks: [
      {
        name: 'prepare-preferences',
        at: 'prepare',
        title: 'Give Plex its name, and claim it for your account',
        values: {
          config_file: '${path.config_file}',
          machine: '${secret.machine}',
          pid_file: '${path.config_dir}/Plex Media Server/plexmediaserver.pid',
        },
      },
    ],
    diagnoses: [
      {
        pattern: 'database disk image is malformed|SQLITE3:0x[0-9a-f]+, 11,',
        code: 'service.setting',
        message:
          'The library database of Plex is damaged. Repair it, or restore one of its backups, before the next start.',
      },
    ],
    simulated: true,
  },
});
