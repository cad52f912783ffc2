import type { Condition } from '../../vocabulary/condition.ts';
import type { FileOp, FileSpec } from '../../vocabulary/files.ts';

const isMail: Condition = { is: '${self.notifier.type}', equal: 'smtp' };
const goesOn: Condition = { truthy: '${self.default_redirection_url}' };
const levels = { DEBUG: 'debug', INFO: 'info', WARNING: 'warn', ERROR: 'error', CRITICAL: 'error' };

const cookie = {
  domain: '${self.cookie_domain}',
  authelia_url: '${self.public_url}',
  same_site: 'lax',
  inactivity: '15m',
  expiration: '8h',
  remember_me: '30d',
};

const mail = {
  address: '${self.notifier.address}',
  username: '${self.notifier.username}',
  sender: '${self.notifier.sender}',
  disable_require_tls: '${self.notifier.disable_require_tls}',
};
const checkAddress = '${self.notifier.startup_check_address}';

const set = (at: string, value: NonNullable<FileOp['value']>, when?: Condition): FileOp => ({
  op: 'set',
  at: at.split('.'),
  value,
  ...(when === undefined ? {} : { when }),
});
/** What a person may have set otherwise in the file. */
const usually = (at: string, value: NonNullable<FileOp['value']>): FileOp => ({
  op: 'set-default',
  at: at.split('.'),
  value,
});

/**
 * `configuration.yml` by the reference of Authelia 4.39. Secrets are not in it but in files of their own. A section for
 * OpenID Connect without clients would end its start, so there is none.
 */
export const configuration: FileSpec = {
  path: '${self.config_file}',
  format: 'yaml',
  mode: 0o600,
  owner: 'service',
  ops: [
    usually('theme', 'auto'),
    set('server.address', 'tcp://0.0.0.0:${port.web}/'),
    set('server.disable_healthcheck', true),
    ...Object.entries(levels).map(([level, word]) => set('log.level', word, { is: '${self.log_level}', equal: level })),
    set('log.format', 'text'),
    // What it prints is kept already; in a file of its own every line would be there twice.
    { op: 'remove', at: ['log', 'file_path'] },
    usually('authentication_backend.password_reset.disable', false),
    usually('authentication_backend.password_change.disable', false),
    set('authentication_backend.file.path', '${path.config_dir}/users_database.yml'),
    set('authentication_backend.file.watch', true),
    usually('authentication_backend.file.password', { algorithm: 'bcrypt', bcrypt: { cost: 12 } }),
    usually('access_control.default_policy', 'deny'),
    // The first rule is ours; a person's own come after it.
    usually('access_control.rules', [{ domain: [], policy: 'deny' }]),
    set('access_control.rules.0.domain', ['${self.cookie_domain}', '*.${self.cookie_domain}']),
    set('access_control.rules.0.policy', '${self.authorization_policy}'),
    set('session.cookies', [cookie], { not: goesOn }),
    set('session.cookies', [{ ...cookie, default_redirection_url: '${self.default_redirection_url}' }], goesOn),
    usually('regulation', { max_retries: 5, find_time: '2m', ban_time: '5m' }),
    set('storage.postgres.address', 'tcp://${svc.postgres.host}:${svc.postgres.port}'),
    set('storage.postgres.database', 'authelia'),
    usually('storage.postgres.schema', 'public'),
    set('storage.postgres.username', '${svc.postgres.user}'),
    usually('storage.postgres.timeout', '5s'),
    set('notifier.filesystem.filename', '${path.config_dir}/notification.txt', { not: isMail }),
    { op: 'remove', at: ['notifier', 'smtp'], when: { not: isMail } },
    set('notifier.smtp', { ...mail, startup_check_address: checkAddress }, { all: [isMail, { truthy: checkAddress }] }),
    set(
      'notifier.smtp',
      { ...mail, startup_check_address: '${self.notifier.sender}' },
      { all: [isMail, { not: { truthy: checkAddress } }] },
    ),
    { op: 'remove', at: ['notifier', 'filesystem'], when: isMail },
  ],
};

/** A secret in a file of its own. What is there counts: stored data is unreadable with another one. */
function secretFile(name: string): FileSpec {
  const value = `\${secret.${name.replaceAll('-', '_')}}`;
  return {
    path: `\${self.config_dir}/secrets/${name}`,
    format: 'text',
    mode: 0o600,
    owner: 'service',
    ops: [{ op: 'set-if-blank', at: [], value, secret: true }],
  };
}

/** A password that is somebody else's and may change. */
function passwordFile(name: string, value: string, when?: Condition): FileSpec {
  return {
    path: `\${self.config_dir}/secrets/${name}`,
    format: 'text',
    mode: 0o600,
    owner: 'service',
    ops: [{ op: 'set', at: [], value, secret: true }],
    ...(when === undefined ? {} : { when }),
  };
}

const hasMailPassword: Condition = { all: [isMail, { truthy: '${self.notifier.password}' }] };

export const secretFiles: readonly FileSpec[] = [
  secretFile('session'),
  secretFile('storage'),
  secretFile('reset-password'),
  passwordFile('postgres-password', '${svc.postgres.password}'),
  passwordFile('smtp-password', '${self.notifier.password}', hasMailPassword),
];

/** Where Authelia is told of these files; it takes nothing of them from its configuration. */
export const secretVariables = {
  AUTHELIA_SESSION_SECRET_FILE: '${path.config_dir}/secrets/session',
  AUTHELIA_STORAGE_ENCRYPTION_KEY_FILE: '${path.config_dir}/secrets/storage',
  AUTHELIA_STORAGE_POSTGRES_PASSWORD_FILE: '${path.config_dir}/secrets/postgres-password',
  AUTHELIA_IDENTITY_VALIDATION_RESET_PASSWORD_JWT_SECRET_FILE: '${path.config_dir}/secrets/reset-password',
  AUTHELIA_NOTIFIER_SMTP_PASSWORD_FILE: {
    when: hasMailPassword,
    value: '${path.config_dir}/secrets/smtp-password',
  },
};
