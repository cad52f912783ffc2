import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseAddress } from '../database.ts';
import type { ArrProgram } from './programs.ts';

/** What an Arr reads of its config.xml. */
export interface ArrConfig {
  readonly port: number;
  /** `*`: every address. */
  readonly bindAddress: string;
  readonly apiKey: string;
  readonly instanceName: string;
  readonly authentication: string;
  readonly debug: boolean;
  readonly databases: { readonly main: DatabaseAddress; readonly log: DatabaseAddress } | undefined;
}

/** Elements and what they get where the file has none, as at a first start. */
function defaultsOf(program: ArrProgram): readonly (readonly [string, string])[] {
  return [
    ['BindAddress', '*'],
    ['Port', String(program.defaultPort)],
    ['SslPort', '9898'],
    ['EnableSsl', 'False'],
    ['LaunchBrowser', 'True'],
    ['ApiKey', randomBytes(16).toString('hex')],
    ['AuthenticationMethod', 'None'],
    ['AuthenticationRequired', 'Enabled'],
    ['Branch', program.branch],
    ['LogLevel', 'debug'],
    ['SslCertPath', ''],
    ['SslCertPassword', ''],
    ['UrlBase', ''],
    ['InstanceName', program.name],
    ['UpdateMechanism', 'BuiltIn'],
  ];
}

/**
 * Reads the file, and writes what is missing into it; every element that is there stays, known or not.
 * @throws Error with the program's words for a file or a value that it cannot use
 */
export function readArrConfig(path: string, program: ArrProgram): ArrConfig {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '<Config>\n</Config>\n';
  if (!/^\s*(<\?xml[^>]*>)?\s*<Config>[\s\S]*<\/Config>\s*$/.test(text)) throw new Error(`${path} is corrupt.`);
  const values = new Map(
    [...text.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name = '', value = '']) => [name, unescape(value)]),
  );
  const missing = defaultsOf(program).filter(([name]) => !values.has(name));
  for (const [name, value] of missing) values.set(name, value);
  if (missing.length > 0) {
    const added = missing.map(([name, value]) => `  <${name}>${value}</${name}>\n`).join('');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text.replace(/\s*<\/Config>\s*$/, `\n${added}</Config>\n`), { mode: 0o600 });
  }
  const value = (name: string): string => values.get(name) ?? '';
  const port = Number(value('Port'));
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`Invalid port: ${value('Port')}`);
  if (value('ApiKey').length < 20)
    throw new Error(`Your API key must be at least 20 characters long. You have ${value('ApiKey').length}`);
  const named = value('InstanceName');
  return {
    port,
    bindAddress: value('BindAddress'),
    apiKey: value('ApiKey'),
    instanceName: named.toLowerCase().includes(program.key) ? named : program.name,
    authentication: value('AuthenticationMethod'),
    debug: ['debug', 'trace'].includes(value('LogLevel').toLowerCase()),
    databases: databasesOf(value, program),
  };
}

/** PostgreSQL where a host is named, else SQLite. */
function databasesOf(value: (name: string) => string, { key }: ArrProgram): ArrConfig['databases'] {
  if (value('PostgresHost') === '') return undefined;
  const server = {
    host: value('PostgresHost'),
    port: Number(value('PostgresPort') || '5432'),
    user: value('PostgresUser'),
    password: value('PostgresPassword'),
  };
  return {
    main: { ...server, database: value('PostgresMainDb') || `${key}-main` },
    log: { ...server, database: value('PostgresLogDb') || `${key}-log` },
  };
}

function unescape(text: string): string {
  const names: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_all, name: string) => names[name] ?? '');
}
