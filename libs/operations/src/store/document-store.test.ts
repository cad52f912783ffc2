import { createCatalog, defineService } from '@showrunner/catalog';
import { defaultDocument, serializeDocument } from '@showrunner/config';
import { createFakeFiles, type FakeFiles } from '@showrunner/platform/fakes';
import { beforeEach, describe, expect, it } from 'vitest';
import { openDocumentStore } from './document-store.ts';

const zilean = defineService({
  key: 'zilean',
  displayName: 'Zilean',
  role: 'optional',
  kind: 'unit',
  description: 'An indexer.',
  links: { project: 'https://example.org' },
  defaults: { enabled: false, process_name: 'Zilean', port: 8182, env: {} },
  ports: [{ id: 'web', field: 'port', default: 8182, role: 'ui' }],
  requires: [],
  stop: { signal: 'SIGTERM', graceMs: 1000 },
  stopTier: 'apps',
});
const catalog = createCatalog([{ manifest: zilean }]);

describe('the document store', () => {
  const path = '/config/dumb_config.json';
  let files: FakeFiles;
  const open = (env: Record<string, string> = {}) =>
    openDocumentStore({
      files,
      catalog,
      path,
      revisionsDirectory: '/revisions',
      overrides: { secrets: {}, env, dotenv: {} },
    });

  beforeEach(() => {
    files = createFakeFiles();
  });

  it('makes the document from the defaults, readable by its owner only', async () => {
    const store = await open();
    expect(await files.readText(path)).toBe(serializeDocument(store.current().stored));
    expect((await files.facts(path))?.mode).toBe(0o600);
  });

  it('keeps the document before each save as a revision, and the mode of the file', async () => {
    const store = await open();
    const before = await files.readText(path);
    await store.save({ ...store.current().stored, puid: 1001 });
    expect(await files.list('/revisions')).toEqual(['1.json']);
    expect(await files.readText('/revisions/1.json')).toBe(before);
    expect((await open()).current().stored['puid']).toBe(1001);
  });

  it('never writes what the environment says', async () => {
    const store = await open({ ZILEAN_PORT: '9999' });
    expect(store.current().effective['zilean']).toMatchObject({ port: 9999 });
    expect(store.current().overridden).toEqual(['/zilean/port']);
    await store.save({ ...store.current().stored, puid: 1001 });
    expect(await files.readText(path)).not.toContain('9999');
  });

  it('refuses a document that is not valid and keeps file and snapshot', async () => {
    const store = await open();
    const before = await files.readText(path);
    await expect(store.save({ ...store.current().stored, puid: 'me' })).rejects.toMatchObject({
      code: 'document.invalid',
    });
    expect(await files.readText(path)).toBe(before);
    expect(store.current().stored['puid']).toBe(1000);
  });

  it('refuses a damaged file and leaves it as it is', async () => {
    await files.write(path, '{"puid": 10');
    await expect(open()).rejects.toMatchObject({ code: 'document.syntax' });
    expect(await files.readText(path)).toBe('{"puid": 10');
  });

  it('brings back a revision that it has kept, and says so where it has none', async () => {
    const store = await open();
    const { revision, stored } = store.current();
    await store.save({ ...stored, puid: 1001 });
    await store.save({ ...stored, puid: 1002 });
    expect(await store.restore(revision)).toBe(true);
    expect(store.current().revision).toBe(revision);
    expect((await open()).current().stored['puid']).toBe(1000);
    expect(await store.restore('unheard-of')).toBe(false);
  });

  it('gives equal documents equal revisions', async () => {
    const store = await open();
    const { revision } = store.current();
    await store.save({ ...defaultDocument(catalog), puid: 1001 });
    expect(store.current().revision).not.toBe(revision);
    await store.save(defaultDocument(catalog));
    expect(store.current().revision).toBe(revision);
  });
});
