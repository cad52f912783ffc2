import { Client } from 'pg';

export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** A connection to the real PostgreSQL. What the server says against it is thrown as it is. */
export async function connectDatabase(address: DatabaseAddress, onLost: (error: Error) => void): Promise<Client> {
  const client = new Client({ ...address, connectionTimeoutMillis: 10_000, application_name: 'stand-in' });
  client.on('error', onLost);
  await client.connect();
  return client;
}

/** Reads a database URL such as SQLAlchemy takes: `postgresql+psycopg2://user:password@host:port/name`. */
export function parseDatabaseUrl(text: string): DatabaseAddress {
  const match = /^(postgres|postgresql)(\+\w+)?:\/\/(.+)$/.exec(text);
  if (match === null || !URL.canParse(`http://${match[3]}`))
    throw new Error(`Could not parse SQLAlchemy URL from string '${mask(text)}'`);
  const url = new URL(`http://${match[3]}`);
  return {
    host: url.hostname,
    port: Number(url.port || '5432'),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
  };
}

/** Reads an ADO.NET connection string: `Key=value;…`, keys in any case, values in either kind of quotes, doubled inside. */
export function parseConnectionString(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const pair = /\s*([^=;]+?)\s*=\s*(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)'|([^;"']*))\s*(?:;|$)/y;
  while (pair.lastIndex < text.length) {
    const at = pair.lastIndex;
    const match = pair.exec(text);
    if (match === null) throw new Error(`Format of the initialization string does not conform at index ${at}.`);
    const [, key = '', double, single, plain = ''] = match;
    values.set(key.toLowerCase(), double?.replaceAll('""', '"') ?? single?.replaceAll("''", "'") ?? plain.trim());
  }
  return values;
}

function mask(text: string): string {
  return text.replace(/:[^:@/]*@/, ':***@');
}
