import { openDatabase } from '@showrunner/host';
import { createFakeLogger } from '@showrunner/platform/fakes';
import { expect, it } from 'vitest';
import { openAuditLog } from './audit-log.ts';
import { type NewEntry, openAuditTable } from './audit-table.ts';

const dayMs = 24 * 3600 * 1000;
const entry = (fields: Partial<NewEntry> = {}): NewEntry => ({
  at: 1_000 * dayMs,
  actor: 'admin',
  role: 'admin',
  method: 'POST',
  path: '/process/stop-service',
  title: 'Stop a process',
  target: 'Zilean',
  address: '127.0.0.1',
  outcome: 'done',
  status: 200,
  code: null,
  ...fields,
});
const refusal = { outcome: 'refused', status: 401, code: 'auth.required' } as const;

it('forgets after 90 days', () => {
  const table = openAuditTable(openDatabase(':memory:'));
  table.add(entry({ target: 'old' }));
  for (let n = 0; n < 100; n += 1) table.add(entry({ target: 'new', at: 1_091 * dayMs }));
  expect(table.list({ text: 'old' }).entries).toEqual([]);
  expect(table.list({ limit: 200 }).entries).toHaveLength(100);
});

it('keeps what was done, however much is refused', () => {
  const table = openAuditTable(openDatabase(':memory:'));
  table.add(entry());
  for (let n = 0; n < 5_200; n += 1) table.add(entry({ ...refusal, actor: `guess-${n}` }));
  expect(table.list({ outcome: 'done' }).entries).toHaveLength(1);
  expect(table.list({ text: 'guess-99' }).entries.map(({ actor }) => actor)).not.toContain('guess-99');
  expect(table.list({ text: 'GUESS-5199' }).entries).toMatchObject([{ actor: 'guess-5199', target: 'Zilean' }]);
});

it('looks for a text as it is, whatever stands in it', () => {
  const table = openAuditTable(openDatabase(':memory:'));
  table.add(entry({ target: "100% o'clock" }));
  expect(table.list({ text: "0% o'" }).entries).toHaveLength(1);
  expect(table.list({ text: '%' }).entries).toHaveLength(1);
  expect(table.list({ text: '_' }).entries).toEqual([]);
});

it('says so in our own log where nothing can be written', () => {
  const logger = createFakeLogger();
  const database = openDatabase(':memory:');
  const log = openAuditLog({ logger, openDatabase: () => database }, 'anywhere');
  database.close();
  log.add(entry());
  expect(logger.lines).toMatchObject([{ event: 'audit.not-written', fields: { actor: 'admin', target: 'Zilean' } }]);
});
