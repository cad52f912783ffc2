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

function mask(text: string): string {
  return text.replace(/:[^:@/]*@/, ':***@');
}
