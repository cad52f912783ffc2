import { existsSync, readFileSync } from 'node:fs';
import yaml from 'yaml';
import type { DatabaseAddress } from './database.ts';

type Node = Readonly<Record<string, unknown>>;

export interface AutheliaUser {
  readonly disabled?: boolean;
  readonly displayname: string;
  readonly password: string;
  readonly groups?: readonly string[];
}

/** What the stand-in reads from the configuration of Authelia. */
export interface AutheliaConfig {
  readonly level: string;
  readonly port: number;
  readonly portal: string;
  readonly cookieDomain: string;
  readonly policy: string;
  readonly notificationFile: string | undefined;
  readonly encryptionKeyFile: string;
  readonly database: DatabaseAddress;
  /** As the file has them now: it is watched. */
  users(): Readonly<Record<string, AutheliaUser>>;
}

/** Keys that it knows at each place; another one is an error. */
const known: Readonly<Record<string, readonly string[]>> = {
  '': [
    'theme',
    'server',
    'log',
    'totp',
    'authentication_backend',
    'access_control',
    'session',
    'regulation',
    'storage',
    'notifier',
    'identity_validation',
    'identity_providers',
  ],
  server: ['address', 'disable_healthcheck', 'endpoints', 'headers', 'buffers', 'timeouts', 'tls', 'asset_path'],
  log: ['level', 'format', 'file_path', 'keep_stdout'],
  authentication_backend: ['password_reset', 'password_change', 'refresh_interval', 'file', 'ldap'],
  'authentication_backend.file': ['path', 'watch', 'search', 'password', 'extra_attributes'],
  session: ['secret', 'name', 'cookies', 'same_site', 'inactivity', 'expiration', 'remember_me', 'redis'],
  storage: ['encryption_key', 'postgres', 'local', 'mysql'],
  'storage.postgres': ['address', 'database', 'schema', 'username', 'password', 'timeout', 'tls', 'servers'],
  notifier: ['disable_startup_check', 'filesystem', 'smtp', 'template_path'],
};
const policies = ['one_factor', 'two_factor', 'bypass', 'deny'];
const shortestKey = 20;

/** Reads and checks it, all problems at once, each as the real program says it. */
export function readConfiguration(path: string, env: Readonly<Record<string, string | undefined>>) {
  const problems: string[] = [];
  const root = readNode(path, problems);
  for (const [place, keys] of Object.entries(known)) {
    for (const key of Object.keys(at(root, place)).filter((name) => !keys.includes(name)))
      problems.push(`configuration key not expected: ${[place, key].filter((part) => part !== '').join('.')}`);
  }
  const secret = (variable: string): string => {
    const file = env[variable];
    if (file !== undefined && existsSync(file)) return readFileSync(file, 'utf8').trim();
    problems.push(`secrets: error loading secret path ${file ?? ''} into key of ${variable}: file does not exist`);
    return '';
  };
  if (secret('AUTHELIA_STORAGE_ENCRYPTION_KEY_FILE').length < shortestKey)
    problems.push("storage: option 'encryption_key' must be 20 characters or longer");
  if (secret('AUTHELIA_SESSION_SECRET_FILE') === '') problems.push("session: option 'secret' is required");
  if (secret('AUTHELIA_IDENTITY_VALIDATION_RESET_PASSWORD_JWT_SECRET_FILE') === '')
    problems.push("identity_validation: reset_password: option 'jwt_secret' is required");
  if (
    env['AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE'] !== undefined ||
    root['identity_providers'] !== undefined
  )
    problems.push("identity_providers: oidc: option 'clients' must have one or more clients configured");
  const config = toConfig(root, env, secret('AUTHELIA_STORAGE_POSTGRES_PASSWORD_FILE'), problems);
  return { config, problems };
}

function toConfig(
  root: Node,
  env: Readonly<Record<string, string | undefined>>,
  password: string,
  problems: string[],
): AutheliaConfig {
  const cookies = at(root, 'session')['cookies'];
  const cookie = nodeOf(Array.isArray(cookies) ? cookies[0] : undefined);
  const rules = at(root, 'access_control')['rules'];
  const rule = nodeOf(Array.isArray(rules) ? rules[0] : undefined);
  const [portal, cookieDomain, policy] = [
    textOf(cookie['authelia_url']),
    textOf(cookie['domain']),
    textOf(rule['policy']),
  ];
  checkCookie(portal, cookieDomain, textOf(cookie['default_redirection_url']), problems);
  if (!policies.includes(policy))
    problems.push(
      `access_control: rule #1: option 'policy' must be one of 'bypass', 'one_factor', 'two_factor', or 'deny' but it's configured as '${policy}'`,
    );
  const port = Number(/^tcp:\/\/[^:/]*:(\d+)\//.exec(textOf(at(root, 'server')['address']))?.[1]);
  if (!Number.isInteger(port)) problems.push("server: option 'address' is invalid");
  const postgres = at(root, 'storage.postgres');
  const [, host = '', databasePort = '5432'] = /^tcp:\/\/([^:]+):(\d+)$/.exec(textOf(postgres['address'])) ?? [];
  if (host === '') problems.push("storage: postgres: option 'address' is required");
  const usersFile = textOf(at(root, 'authentication_backend.file')['path']);
  const users = (): Readonly<Record<string, AutheliaUser>> =>
    nodeOf(nodeOf(yaml.parse(readFileSync(usersFile, 'utf8')))['users']) as Readonly<Record<string, AutheliaUser>>;
  if (!existsSync(usersFile) || Object.keys(users()).length === 0)
    problems.push(`error loading the authentication database: ${usersFile}: users: non zero value required`);
  const notifier = at(root, 'notifier');
  const kinds = ['filesystem', 'smtp'].filter((kind) => notifier[kind] !== undefined);
  if (kinds.length !== 1)
    problems.push("notifier: you must ensure either the 'smtp' or 'filesystem' notifier is configured");
  const filename = textOf(nodeOf(notifier['filesystem'])['filename']);
  return {
    level: textOf(at(root, 'log')['level']) || 'info',
    port,
    portal,
    cookieDomain,
    policy,
    notificationFile: filename === '' ? undefined : filename,
    encryptionKeyFile: env['AUTHELIA_STORAGE_ENCRYPTION_KEY_FILE'] ?? '',
    database: {
      host,
      port: Number(databasePort),
      user: textOf(postgres['username']),
      password,
      database: textOf(postgres['database']),
    },
    users,
  };
}

function checkCookie(portal: string, domain: string, next: string, problems: string[]): void {
  const where = `session: domain config #1 (domain '${domain}')`;
  if (domain === '') problems.push(`${where}: option 'domain' is required`);
  else if (!domain.includes('.'))
    problems.push(
      `${where}: option 'domain' is not a valid cookie domain: must have at least a single period or be an ip address`,
    );
  for (const [option, address] of [
    ['authelia_url', portal],
    ['default_redirection_url', next],
  ] as const) {
    if (option === 'default_redirection_url' && address === '') continue;
    if (!address.startsWith('https://'))
      problems.push(`${where}: option '${option}' does not have a secure scheme with a value of '${address}'`);
    else if (!`.${new URL(address).hostname}`.endsWith(`.${domain}`))
      problems.push(
        `${where}: option '${option}' does not share a cookie scope with domain '${domain}' with a value of '${address}'`,
      );
  }
  if (next !== '' && next === portal)
    problems.push(
      `${where}: option 'default_redirection_url' with value '${next}' is effectively equal to option 'authelia_url'`,
    );
}

function readNode(path: string, problems: string[]): Node {
  try {
    return nodeOf(yaml.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    problems.push(
      `failed to load configuration from file path(${path}): ${error instanceof Error ? error.message : String(error)}`,
    );
    return {};
  }
}

function at(node: Node, place: string): Node {
  return place === '' ? node : place.split('.').reduce((current, key) => nodeOf(current[key]), node);
}

function nodeOf(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
