import { defineService } from '../../vocabulary/manifest.ts';
import { configuration, secretFiles, secretVariables } from './configuration.ts';

const needsMail = (field: string, message: string) => ({
  field,
  message,
  when: { is: '${self.notifier.type}', equal: 'smtp' },
});

/** https, and a name: Authelia refuses everything else. */
const publicUrl = '^$|^https://(?!\\d+(?:\\.\\d+){3}(?:[:/]|$))[\\w-]+(?:\\.[\\w-]+)+(?::\\d+)?(?:/[^?#\\s]*)?$';

export const authelia = defineService({
  key: 'authelia',

  displayName: 'Authelia',
  role: 'optional',
  kind: 'unit',
  description: 'Sign-in portal with a second factor in front of everything that Traefik serves.',
  links: {
    project: 'https://github.com/authelia/authelia',
    docs: 'https://www.authelia.com',
    sponsor: 'https://github.com/sponsors/authelia',
  },
  defaults: {
    enabled: false,
    process_name: 'Authelia',
    repo_owner: 'authelia',
    repo_name: 'authelia',
    release_version_enabled: false,
    release_version: 'latest',
    suppress_logging: false,
    log_level: 'INFO',
    port: 9091,
    auto_update: false,
    auto_update_mode: 'install',
    auto_update_interval: 24,
    auto_update_start_time: '04:00',
    install_dir: '/authelia',
    config_dir: '/config/authelia',
    config_file: '/config/authelia/configuration.yml',
    log_file: '/log/authelia.log',
    public_url: '',
    cookie_domain: '',
    default_redirection_url: '',
    authorization_policy: 'two_factor',
    notifier: {
      type: 'filesystem',
      address: '',
      username: '',
      sender: '',
      startup_check_address: '',
      disable_require_tls: false,
    },
    command: ['/authelia/authelia', '--config', '/config/authelia/configuration.yml'],
    env: {},
    wait_for_tcp: [
      {
        name: 'PostgreSQL',
        host: '127.0.0.1',
        port: 5432,
        timeout: 2,
      },
    ],
  },
  fields: {
    public_url: {
      label: 'Public address',
      description: 'Where browsers reach the portal: https, with a name, not a number.',
      pattern: publicUrl,
    },
    cookie_domain: {
      label: 'Domain',
      description: 'Signing in counts for this domain and everything below it.',
      pattern: '^$|^(?!\\d+(?:\\.\\d+){3}$)[\\w-]+(?:\\.[\\w-]+)+$',
    },
    default_redirection_url: {
      label: 'Page after sign-in',
      description: 'https, and another page than the portal.',
      pattern: publicUrl,
    },
    authorization_policy: { label: 'Who may pass', enum: ['one_factor', 'two_factor'] },
    admin_username: {
      types: ['string'],
      label: 'First user',
      description: 'Blank: admin.',
      pattern: '^$|^[\\w.@-]{3,}$',
    },
    admin_email: { types: ['string'], label: 'E-mail of the first user', pattern: '^$|^[^@\\s]+@[^@\\s]+$' },
    admin_password: {
      types: ['string'],
      label: 'Password of the first user',
      description: '12 characters or more. Blank: one is made, and a file beside the configuration has it.',
      pattern: '^$|^.{12,72}$',
      secret: true,
    },
    'notifier.type': {
      label: 'Messages',
      description: 'As a file on this machine, or by e-mail.',
      enum: ['filesystem', 'smtp'],
    },
    'notifier.address': { label: 'Mail server' },
    'notifier.password': { types: ['string'], label: 'Password of the mail account', secret: true },
    'notifier.sender': { label: 'Sender of messages' },
    wait_for_tcp: { derived: true },
    command: { derived: true },
  },
  onboarding: {
    name: 'Authelia',
    description: 'Asks for a sign-in before anyone from outside reaches a service.',
    order: 12,
    dependencies: ['postgres'],
    phase: 'before-core',
  },
  ports: [{ id: 'web', field: 'port', default: 9091, role: 'ui', protocol: 'http' }],
  requires: [
    {
      service: 'postgres',
      kind: 'database',
      until: 'healthy',
      enable: true,
      database: 'authelia',
      reason: 'keeps its accounts in the database',
    },
    { service: 'traefik', kind: 'order', until: 'installed', enable: true, reason: 'guards what it serves' },
  ],
  secrets: {
    session: { kind: 'hex64' },
    storage: { kind: 'hex64' },
    reset_password: { kind: 'hex64' },
    first_password: { kind: 'urlsafe32' },
  },
  ui: { port: 'web', path: '/', embed: false },
  stop: { signal: 'SIGTERM', graceMs: 30_000 },
  stopTier: 'apps',
  runtime: {
    source: {
      kind: 'github-asset',
      repository: '${self.repo_owner}/${self.repo_name}',
      asset: { amd64: 'authelia-${tag}-linux-amd64.tar.gz', arm64: 'authelia-${tag}-linux-arm64.tar.gz' },
      archive: 'tar.gz',
      verify: { checksumFile: 'checksums.sha256' },
      selectors: ['latest', 'tag', 'prerelease'],
    },
    artifact: {
      root: '${self.install_dir}',
      ready: ['authelia'],
      executables: ['authelia'],
      version: { kind: 'marker' },
      exclusive: true,
      persist: [],
    },
    directories: ['', '/secrets'].map((below) => ({
      path: `\${self.config_dir}${below}`,
      mode: 0o700,
      owner: 'service',
    })),
    files: [configuration, ...secretFiles],
    run: {
      argv: ['${artifact}/authelia', '--config', '${self.config_file}'],
      cwd: '${self.config_dir}',
      env: secretVariables,
      user: 'service',
    },
    health: {
      probes: [
        { kind: 'tcp', port: 'web' },
        { kind: 'http', port: 'web', path: '/api/health', expect: { jsonKey: 'status' } },
      ],
    },
    logs: {
      from: 'output',
      patterns: ['^time="(?<time>[^"]+)" level=(?<level>\\w+) msg="?(?<message>(?:[^"\\\\]|\\\\.)*)"?'],
    },
    hooks: [
      {
        name: 'make-first-user',
        at: 'prepare',
        title: 'Make its first user',
        values: {
          config_dir: '${path.config_dir}',
          username: '${self.admin_username}',
          email: '${self.admin_email}',
          password: '${self.admin_password}',
          made_password: '${secret.first_password}',
          cookie_domain: '${self.cookie_domain}',
        },
      },
      {
        name: 'check-configuration',
        at: 'prepare',
        title: 'Let it check its configuration',
        values: {
          authelia: '${artifact}/authelia',
          config_file: '${path.config_file}',
          public_url: '${self.public_url}',
          cookie_domain: '${self.cookie_domain}',
          next_url: '${self.default_redirection_url}',
        },
      },
    ],
    needs: [
      { field: 'public_url', message: 'Authelia needs the https address at which browsers reach it.' },
      { field: 'cookie_domain', message: 'Authelia needs the domain for which signing in counts, as example.org.' },
      needsMail('notifier.address', 'Authelia sends mail: it needs the address of a mail server.'),
      needsMail('notifier.sender', 'Authelia sends mail: it needs a sender.'),
    ],
    diagnoses: [
      {
        pattern: 'the configured encryption key does not appear to be valid',
        code: 'service.setting',
        message: 'secrets/storage is not the one with which its data was written. Put the old file back.',
      },
      {
        pattern: 'password authentication failed|failed to connect to .*postgres|connection refused.*storage',
        code: 'database.failed',
        message: 'it cannot use its database. Look whether PostgreSQL runs, then start it again.',
      },
      { pattern: 'address already in use', code: 'port.conflict', message: 'another program holds its port.' },
    ],
    simulated: true,
  },
});
