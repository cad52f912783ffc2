import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { connectDatabase, parseConnectionString } from './database.ts';

/** InfiniDysk's settings by name, in its database. */
export interface ConfigItems {
  read(name: string): Promise<string | undefined>;
  write(items: ReadonlyMap<string, string>): Promise<void>;
  close(): Promise<void>;
}

const table = 'CREATE TABLE IF NOT EXISTS "ConfigItems" ("ConfigName" text PRIMARY KEY, "ConfigValue" text NOT NULL)';
const upsert = 'ON CONFLICT ("ConfigName") DO UPDATE SET "ConfigValue" = excluded."ConfigValue"';

/** Opens the database that the environment names, and brings it up to date. @throws Error in the driver's words */
export async function openConfigItems(env: NodeJS.ProcessEnv, onLost: (error: Error) => void): Promise<ConfigItems> {
  const provider = (env['DATABASE_PROVIDER'] ?? 'sqlite').toLowerCase();
  if (provider === 'sqlite') return openFile(join(env['CONFIG_PATH'] ?? '/config', 'db.sqlite'));
  if (provider !== 'postgres') throw new Error("DATABASE_PROVIDER must be either 'sqlite' or 'postgres'.");
  const text = env['DATABASE_CONNECTION_STRING'] ?? '';
  if (text.trim() === '') throw new Error('DATABASE_CONNECTION_STRING is required when DATABASE_PROVIDER=postgres.');
  return openServer(parseConnectionString(text), onLost);
}

function openFile(path: string): ConfigItems {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000; ${table}`);
  return {
    read: async (name) => {
      const row = database.prepare('SELECT "ConfigValue" AS value FROM "ConfigItems" WHERE "ConfigName" = ?').get(name);
      return row === undefined ? undefined : String(row['value']);
    },
    write: async (items) => {
      const statement = database.prepare(`INSERT INTO "ConfigItems" VALUES (?, ?) ${upsert}`);
      for (const [name, value] of items) statement.run(name, value);
    },
    close: async () => database.close(),
  };
}

async function openServer(parts: ReadonlyMap<string, string>, onLost: (error: Error) => void): Promise<ConfigItems> {
  const take = (name: string): string => {
    const value = parts.get(name);
    if (value === undefined) throw new Error(`The connection string has no ${name}.`);
    return value;
  };
  const database = await connectDatabase(
    {
      host: take('host'),
      port: Number(parts.get('port') ?? '5432'),
      database: take('database'),
      user: take('username'),
      password: take('password'),
    },
    onLost,
  );
  await database.query(table);
  return {
    read: async (name) => {
      const query = 'SELECT "ConfigValue" AS value FROM "ConfigItems" WHERE "ConfigName" = $1';
      return (await database.query<{ value: string }>(query, [name])).rows[0]?.value;
    },
    write: async (items) => {
      for (const item of items)
        await database.query(`INSERT INTO "ConfigItems" VALUES ($1, $2) ${upsert}`, item as [string, string]);
    },
    close: () => database.end(),
  };
}

const prefix = '__NZBDAV_SECRET_MASK_V1__:';
const secretKeys = new Set(['ApiKey']);

/** Secrets leave as tokens, and a token that comes back is the secret that it stands for. */
export function createMasker(signingKey: string) {
  const tokenOf = (secret: string): string =>
    prefix + createHmac('sha256', signingKey).update(secret).digest('base64url');
  return {
    mask: (value: string): string => mapSecrets(value, (secret) => (secret === '' ? secret : tokenOf(secret))),
    /** @throws Error for a token that stands for nothing that is stored */
    resolve: (submitted: string, stored: string | undefined): string => {
      const known = new Map<string, string>();
      mapSecrets(stored ?? '{}', (secret) => {
        known.set(tokenOf(secret), secret);
        return secret;
      });
      return mapSecrets(submitted, (secret) => {
        if (!secret.startsWith(prefix)) return secret;
        const found = known.get(secret);
        if (found === undefined) throw new Error('The masked secret is not the stored one.');
        return found;
      });
    },
  };
}

function mapSecrets(json: string, change: (secret: string) => string): string {
  return JSON.stringify(
    JSON.parse(json, (key, value: unknown) =>
      secretKeys.has(key) && typeof value === 'string' ? change(value) : value,
    ),
  );
}
