import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Client } from 'pg';
import type { SeerrData } from './model.ts';

/** Where Seerr's data is kept between runs. */
export interface Store {
  load(): Promise<SeerrData>;
  save(data: SeerrData): Promise<void>;
}

const empty = (): SeerrData => ({
  users: [],
  media: [],
  requests: [],
  ids: { user: 0, media: 0, request: 0, season: 0 },
});

/** A file where Seerr has its SQLite database. SQLite is not at hand for every Node, so it holds plain JSON. */
export function createFileStore(path: string): Store {
  mkdirSync(dirname(path), { recursive: true });
  return {
    load: async () => {
      try {
        return JSON.parse(readFileSync(path, 'utf8')) as SeerrData; // Written by `save`.
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return empty();
        throw error;
      }
    },
    save: async (data) => {
      writeFileSync(`${path}.tmp`, JSON.stringify(data));
      renameSync(`${path}.tmp`, path);
    },
  };
}

/** A table in the real PostgreSQL, made by the first run as Seerr's migrations make theirs. */
export async function createPostgresStore(client: Client): Promise<Store> {
  await client.query(
    'CREATE TABLE IF NOT EXISTS stand_in_data (id int PRIMARY KEY CHECK (id = 1), body jsonb NOT NULL)',
  );
  return {
    load: async () => {
      const { rows } = await client.query<{ body: SeerrData }>('SELECT body FROM stand_in_data');
      return rows[0]?.body ?? empty();
    },
    save: async (data) => {
      await client.query(
        'INSERT INTO stand_in_data VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET body = EXCLUDED.body',
        [JSON.stringify(data)],
      );
    },
  };
}
