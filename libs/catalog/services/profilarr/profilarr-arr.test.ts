import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { Database } from '@showrunner/platform';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConnectionContext } from '../../stand-in-kit/connection-context.ts';
import { profilarrTables } from '../../stand-in-kit/profilarr-tables.ts';
import { profilarrArr } from './profilarr-arr.ts';

const values = { folder: '/p', arr_url: 'http://127.0.0.1:8989', arr_key: 'k' };
const peer = { serviceKey: 'sonarr', instance: 'TV 4K', processName: 'Sonarr TV 4K' };
let sqlite: DatabaseSync;

beforeEach(() => void (sqlite = new DatabaseSync(':memory:')));
afterEach(() => sqlite.close());

function wrap(): Database {
  const statement = (sql: string) => sqlite.prepare(sql);
  return {
    run: (sql, ...given) => void statement(sql).run(...(given as SQLInputValue[])),
    all: (sql, ...given) => statement(sql).all(...(given as SQLInputValue[])) as never,
    get: (sql, ...given) => statement(sql).get(...(given as SQLInputValue[])) as never,
    transaction: (work) => work(),
    close: () => undefined,
  };
}

async function world(line: 1 | 2, more: { values?: object; peer?: object } = {}) {
  sqlite.exec(profilarrTables[line]);
  const context = createConnectionContext({
    values: { ...values, ...more.values },
    peer: { ...peer, ...more.peer },
    database: wrap(),
  });
  await context.files.write(line === 1 ? '/p/profilarr.db' : '/p/data/profilarr.db', '');
  const table = line === 1 ? 'arr_config' : 'arr_instances';
  const rows = () =>
    sqlite
      .prepare(`SELECT * FROM ${table} ORDER BY id`)
      .all()
      .map((row) => ({ ...row }));
  return { context, rows, table };
}

describe('profilarr-arr', () => {
  it('enters the Arr with the mark of the stack, in the second line of Profilarr', async () => {
    const { context, rows } = await world(2);
    await profilarrArr.connect(context);
    const row = { name: 'sonarr:TV 4K', type: 'sonarr', url: values.arr_url, api_key: 'k', enabled: 1 };
    expect(rows()).toEqual([expect.objectContaining({ ...row, tags: '["dumb:auto","Sonarr"]' })]);
    const once = rows();
    await profilarrArr.connect(context);
    expect(rows()).toEqual(once);
  });

  it('enters it in the first line to be synchronised by hand only', async () => {
    const { context, rows } = await world(1);
    await profilarrArr.connect(context);
    const row = { name: 'sonarr:TV 4K', arr_server: values.arr_url, sync_method: 'manual', sync_interval: 0 };
    expect(rows()).toEqual([expect.objectContaining({ ...row, import_as_unique: 0, data_to_sync: '{}' })]);
  });

  it('follows a new address and key, and keeps the tags that a person has added', async () => {
    const { context, rows } = await world(2);
    await profilarrArr.connect(context);
    sqlite.exec(`UPDATE arr_instances SET tags = '["dumb:auto","Sonarr","mine"]', enabled = 0`);
    await profilarrArr.connect({ ...context, values: { ...values, arr_url: 'http://127.0.0.1:9', arr_key: 'k2' } });
    const row = { url: 'http://127.0.0.1:9', api_key: 'k2', tags: '["dumb:auto","Sonarr","mine"]', enabled: 0 };
    expect(rows()).toEqual([expect.objectContaining(row)]);
  });

  it.each(['["mine"]', null, 'no list'])('never touches a row of a person, whatever its name (%s)', async (tags) => {
    const { context, rows } = await world(2);
    sqlite
      .prepare('INSERT INTO arr_instances (name, type, url, api_key, tags) VALUES (?, ?, ?, ?, ?)')
      .run('sonarr:TV 4K', 'sonarr', 'http://nas', 'x', tags);
    const before = rows();
    await profilarrArr.connect(context);
    await profilarrArr.disconnect(context);
    expect(rows()).toEqual(before);
    expect(context.lines.at(0)).toContain('left as it is');
  });

  it('takes out its own row and no other', async () => {
    const { context, rows } = await world(2);
    await profilarrArr.connect(context);
    await profilarrArr.connect({ ...context, peer: { ...peer, instance: 'Anime' } });
    expect(await profilarrArr.isMade?.(context)).toBe(true);
    await profilarrArr.disconnect({ ...context, values: { folder: '/p', arr_url: '', arr_key: '' } });
    expect(await profilarrArr.isMade?.(context)).toBe(false);
    expect(rows().map(({ name }) => name)).toEqual(['sonarr:Anime']);
  });

  it('leaves out Lidarr and Whisparr, and waits for a key and for a database', async () => {
    const lidarr = await world(2, { peer: { serviceKey: 'lidarr' } });
    expect(await profilarrArr.connect(lidarr.context)).toBe('done');
    expect(lidarr.rows()).toEqual([]);
    const keyless = createConnectionContext({ values: { ...values, arr_key: '' }, peer });
    await expect(profilarrArr.connect(keyless)).rejects.toMatchObject({ code: 'connection.not-ready' });
    const early = createConnectionContext({ values, peer, database: wrap() });
    await early.files.write('/p/data/profilarr.db', '');
    sqlite.exec('DROP TABLE arr_instances');
    await expect(profilarrArr.connect(early)).rejects.toMatchObject({ code: 'connection.not-ready' });
  });
});
