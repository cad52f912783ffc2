import { defineService } from '../../vocabulary/manifest.ts';
import { scripts } from './scripts.ts';

const tools = ['ffmpeg', 'ffprobe', 'yt-dlp', 'deno'];
const warnings = '(?<level>[Ww]arn(?:ing)?|not configured|default password)';
const failures = '(?<level>[Ee]rror|ERROR|[Ff]ailed|[Pp]anic|[Ff]atal)';

export const mediastorm = defineService({
  key: 'mediastorm',

  displayName: 'mediastorm',
  aliases: ['strmr'],
  role: 'optional',
  kind: 'unit',
  description: 'Streaming server with a player in the browser, fed by debrid accounts and Usenet.',
  links: { project: 'https://github.com/godver3/mediastorm', sponsor: 'https://github.com/sponsors/godver3' },
  defaults: {
    enabled: false,
    process_name: 'mediastorm',
    repo_owner: 'godver3',
    repo_name: 'mediastorm',
    release_version_enabled: false,
    release_version: 'latest',
    suppress_logging: false,
    log_level: 'INFO',
    port: 7777,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    config_dir: '/mediastorm',
    log_file: '/log/mediastorm.log',
    wait_for_tcp: [
      {
        name: 'PostgreSQL',
        host: '127.0.0.1',
        port: 5432,
        timeout: 2,
      },
    ],
    command: ['/mediastorm/runtime/mediastorm', '--port', '7777'],
    env: {
      STRMR_CONFIG: '/mediastorm/settings.json',
      STRMR_WEB_APP_DIR: '/mediastorm/runtime/web',
      MEDIASTORM_IROH_DIRECT_DIR: '/mediastorm/runtime/iroh',
      DATABASE_URL: '',
      PATH: '/mediastorm/runtime/python-venv/bin:/mediastorm/runtime/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      LD_LIBRARY_PATH: '/mediastorm/runtime/lib/jellyfin-ffmpeg/lib',
      LIBGL_ALWAYS_SOFTWARE: '1',
      VK_ICD_FILENAMES: '/usr/share/vulkan/icd.d/lavapipe_icd.json',
    },
  },
  fields: {
    release_version: {
      description: 'latest, a version, a commit or the digest of an image. There is no way back to an older one.',
      pattern: '^(latest|v?\\d+(\\.\\d+)*(-?\\d{8})?|[0-9a-fA-F]{40}|sha256:[0-9a-fA-F]{64})?$',
    },
    'env.DATABASE_URL': { secret: true, derived: true },
    'env.STRMR_CONFIG': { derived: true },
    'env.STRMR_WEB_APP_DIR': { derived: true },
    'env.MEDIASTORM_IROH_DIRECT_DIR': { derived: true },
    'env.LD_LIBRARY_PATH': { derived: true },
    'env.PATH': { derived: true },
    'env.STRMR_INITIAL_ADMIN_PASSWORD': { types: ['string'], label: 'First password', secret: true },
    wait_for_tcp: { derived: true },
    command: { derived: true },
  },
  onboarding: {
    name: 'mediastorm',
    description: 'Search and play at once, without a library.',
    order: 10,
    dependencies: ['postgres'],
    phase: 'after-core',
  },
  ports: [{ id: 'web', field: 'port', default: 7777, role: 'ui', protocol: 'http' }],
  requires: [
    {
      service: 'postgres',
      kind: 'database',
      until: 'healthy',
      enable: true,
      database: 'mediastorm',
      reason: 'keeps its data in the database',
    },
  ],
  // Without one of its own it starts with one that everybody knows.
  secrets: { first_password: { kind: 'urlsafe32' } },
  ui: { port: 'web', path: '/admin' },
  stop: { signal: 'SIGTERM', graceMs: 30_000 },
  stopTier: 'apps',
  runtime: {
    source: {
      kind: 'oci-image',
      image: 'registry-1.docker.io/godver3/mediastorm',
      map: [
        { from: 'app/mediastorm', to: 'mediastorm' },
        { from: 'root/mediastorm', to: 'mediastorm' },
        { from: 'app/version.txt', to: 'app-version.txt' },
        ...scripts.map((name) => ({ from: name, to: `scripts/${name}` })),
        ...tools.map((name) => ({ from: `usr/local/bin/${name}`, to: `bin/${name}` })),
        { from: 'opt/strmr-web', to: 'web' },
        { from: 'opt/iroh', to: 'iroh' },
        { from: 'usr/lib/jellyfin-ffmpeg', to: 'lib/jellyfin-ffmpeg' },
        { from: 'usr/lib/*-linux-gnu/*.so*', to: 'lib/.system-libs/', strayLinks: 'drop' },
      ],
      selectors: ['latest', 'tag', 'commit'],
    },
    build: [
      // Its ffmpeg is made for another distribution; only the libraries that it asks for come along.
      {
        kind: 'carry-libraries',
        programs: ['bin/ffmpeg', 'bin/ffprobe'],
        from: 'lib/.system-libs',
        to: 'lib/jellyfin-ffmpeg/lib',
      },
      { kind: 'python-venv', at: 'python-venv', packages: ['parsett==1.8.5', 'subliminal==2.6.0'] },
    ],
    buildToolchains: ['python'],
    artifact: {
      root: '${self.config_dir}/runtime',
      ready: [
        'mediastorm',
        'app-version.txt',
        'web/index.html',
        'iroh/iroh-direct-spike',
        'python-venv/bin/python3',
        ...scripts.map((name) => `scripts/${name}`),
        ...tools.map((name) => `bin/${name}`),
      ],
      executables: ['mediastorm', 'iroh/iroh-direct-spike', ...tools.map((name) => `bin/${name}`)],
      version: { kind: 'file', path: 'app-version.txt', pattern: '^v?(\\d+\\.\\d+\\.\\d+)' },
      exclusive: true,
      persist: [],
    },
    directories: ['', '/cache'].map((below) => ({
      path: `\${self.config_dir}${below}`,
      mode: 0o750,
      owner: 'service',
    })),
    run: {
      argv: ['${artifact}/mediastorm', '--port', '${port.web}'],
      // Its cache is named from where it is started.
      cwd: '${self.config_dir}',
      env: {
        STRMR_CONFIG: '${path.config_dir}/settings.json',
        STRMR_WEB_APP_DIR: '${artifact}/web',
        MEDIASTORM_IROH_DIRECT_DIR: '${artifact}/iroh',
        STRMR_INITIAL_ADMIN_PASSWORD: '${secret.first_password}',
        DATABASE_URL:
          'postgresql://${url.svc.postgres.user}:${url.svc.postgres.password}@${svc.postgres.host}:${svc.postgres.port}/mediastorm',
        PATH: '${artifact}/python-venv/bin:${artifact}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        LD_LIBRARY_PATH: '${artifact}/lib/jellyfin-ffmpeg/lib',
        // Pictures for previews are drawn without a graphics card.
        LIBGL_ALWAYS_SOFTWARE: '1',
        VK_ICD_FILENAMES: '/usr/share/vulkan/icd.d/lavapipe_icd.json',
      },
      user: 'service',
    },
    health: {
      probes: [
        { kind: 'tcp', port: 'web' },
        { kind: 'http', port: 'web', path: '/health' },
      ],
    },
    logs: {
      from: 'output',
      // Its lines carry no level; what they say does. The weaker word first: what is merely not set up is no error.
      patterns: [warnings, failures, '[^ ]'].map(
        (words) =>
          `^(?<time>\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?) (?:[\\w.-]+\\.go:\\d+: )?(?<message>(?:.*?\\b)?${words}.*)$`,
      ),
      levels: { 'not configured': 'WARNING', 'default password': 'WARNING', failed: 'ERROR' },
    },
    hooks: [
      {
        name: 'link-scripts',
        at: 'prepare',
        title: 'Link its scripts to where it looks for them',
        values: { root: '${system.root}', artifact: '${artifact}', config_dir: '${path.config_dir}' },
      },
    ],
    diagnoses: [
      {
        pattern: 'failed to initialize PostgreSQL datastore|DATABASE_URL is required',
        code: 'database.failed',
        message: 'it cannot use its database. Look whether PostgreSQL runs, then start it again.',
      },
      { pattern: 'address already in use', code: 'port.conflict', message: 'another program holds its port.' },
    ],
    simulated: true,
  },
});
