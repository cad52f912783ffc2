import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { openDatabase, openForeignDatabase } from './database.ts';

it('keeps rows over a reopening, in WAL mode with foreign keys', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'database-'));
  const path = join(directory, 'deep/x.sqlite');
  const first = openDatabase(path);
  first.run('CREATE TABLE parent (id TEXT PRIMARY KEY); CREATE TABLE child (parent TEXT REFERENCES parent(id))');
  first.run('INSERT INTO parent VALUES (?)', 'a');
  expect(() => first.run('INSERT INTO child VALUES (?)', 'nobody')).toThrow(/FOREIGN KEY/);
  first.close();
  const second = openDatabase(path);
  expect(second.all('SELECT id FROM parent')).toEqual([{ id: 'a' }]);
  expect(second.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
  second.close();
  await rm(directory, { recursive: true });
});

it('does all of a transaction or nothing, and an inner failure can be survived', () => {
  const database = openDatabase(':memory:');
  database.run('CREATE TABLE t (n INTEGER)');
  const insert = (n: number): void => database.run('INSERT INTO t VALUES (?)', n);
  expect(() =>
    database.transaction(() => {
      insert(1);
      throw new Error('no');
    }),
  ).toThrow('no');
  database.transaction(() => {
    insert(2);
    expect(() =>
      database.transaction(() => {
        insert(3);
        throw new Error('inner');
      }),
    ).toThrow('inner');
  });
  expect(database.all('SELECT n FROM t')).toEqual([{ n: 2 }]);
  expect(database.get('SELECT n FROM t WHERE n = ?', 9)).toBeUndefined();
  database.close();
});

it('works in the file of another program without making one or changing how it keeps its journal', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'database-'));
  const path = join(directory, 'theirs.db');
  expect(() => openForeignDatabase(path)).toThrow(expect.objectContaining({ code: 'connection.not-ready' }));
  expect(existsSync(path)).toBe(false);
  const theirs = new DatabaseSync(path);
  theirs.exec('CREATE TABLE t (n INTEGER)');
  const ours = openForeignDatabase(path);
  ours.run('INSERT INTO t VALUES (?)', 1);
  expect(ours.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'delete' });
  ours.close();
  expect(theirs.prepare('SELECT n FROM t').all()).toMatchObject([{ n: 1 }]);
  theirs.close();
  await rm(directory, { recursive: true });
});
