import { readFileSync } from 'node:fs';
import { createLiveCatalog, services } from '@showrunner/catalog';
import { defaultDocument, setIn } from '@showrunner/config';
import type { JsonObject } from '@showrunner/contracts';
import { createFakeClock, createFakeFiles, createFakeLogger } from '@showrunner/platform/fakes';
import { describe, expect, it, vi } from 'vitest';
import { packagesOf, watchOwnServices } from './watch-own-services.ts';
import { parseOwnServices, readOwnTexts } from './read-own-services.ts';

const page = readFileSync(new URL('../../../../../docs/own-services.md', import.meta.url), 'utf8');
const example = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';
const broken = example.replace('argv:', 'arguments:');
const path = '/data/config/services/shelf/manifest.yaml';

/** A Showrunner that has started with these files. */
async function open(texts: Readonly<Record<string, string>>) {
  const files = createFakeFiles();
  for (const [at, text] of Object.entries(texts)) await files.write(at, text);
  const first = await readOwnTexts('/data', files);
  const catalog = createLiveCatalog([...services, ...packagesOf(parseOwnServices(first, services)).values()]);
  const clock = createFakeClock();
  let document: JsonObject = defaultDocument(catalog);
  /** What the next plan would start anew. */
  const planned = new Set<string>();
  const refreshCatalog = vi.fn(() => Promise.resolve());
  const stack = {
    catalog,
    document: () => ({ effective: document }),
    engine: { list: () => [], specOf: () => undefined },
    preview: async () => ({ steps: [...planned].map((processName) => ({ processName })) }),
    refreshCatalog,
  };
  const watch = watchOwnServices({
    root: '/data',
    files,
    clock,
    logger: createFakeLogger(),
    catalog,
    known: services,
    first,
    stack: stack as never, // only these members are touched
  });
  const switchOn = () => void (document = setIn(defaultDocument(catalog), ['shelf', 'enabled'], true));
  const switchOff = () => void (document = defaultDocument(catalog));
  return { files, catalog, clock, watch, refreshCatalog, planned, switchOn, switchOff };
}

describe('a service of a person’s own, while Showrunner runs', () => {
  it('is offered as soon as its file is there, and the document hears of it', async () => {
    const { files, catalog, watch, refreshCatalog } = await open({});
    await watch.check();
    expect(refreshCatalog).not.toHaveBeenCalled();
    const before = catalog.all;
    await files.write(path, example);
    await watch.check();
    expect(catalog.manifest('shelf')).toMatchObject({ displayName: 'Shelf' });
    expect(catalog.all).not.toBe(before);
    expect(refreshCatalog).toHaveBeenCalledTimes(1);
    expect(watch.warnings()).toEqual([]);
    await watch.check();
    expect(refreshCatalog).toHaveBeenCalledTimes(1);
  });

  it('is planned by what its file says now, and what waits for a restart is told until that is done', async () => {
    const { files, catalog, watch, planned, switchOn } = await open({ [path]: example });
    switchOn();
    await files.write(path, example.replace('default: 8600', 'default: 8700'));
    planned.add('Shelf');
    await watch.check();
    expect(catalog.manifest('shelf')?.ports[0]?.default).toBe(8700);
    expect(watch.warnings()).toEqual([
      'config/services/shelf/manifest.yaml: The file has changed, and Shelf still runs by what it said before. Restart it when it suits you.',
    ]);
    planned.clear();
    await watch.check();
    expect(watch.warnings()).toEqual([]);
  });

  it('goes on by what its file said where that is wrong now, and the line is told', async () => {
    const { files, catalog, watch, switchOn } = await open({ [path]: example });
    switchOn();
    await files.write(path, broken);
    await watch.check();
    expect(catalog.manifest('shelf')?.runtime?.run.argv).toBeDefined();
    expect(watch.warnings().join('\n')).toMatch(
      /config\/services\/shelf\/manifest\.yaml: line \d+ → runtime → run.*argv/,
    );
    expect(watch.warnings().at(-1)).toContain('goes on by what the file said before');
    await files.write(path, example);
    await watch.check();
    expect(watch.warnings()).toEqual([]);
  });

  it('goes on where its file is gone, and is forgotten once it is switched off', async () => {
    const used = await open({ [path]: example });
    used.switchOn();
    await used.files.remove(path);
    await used.watch.check();
    expect(used.catalog.manifest('shelf')).toBeDefined();
    expect(used.watch.warnings()).toEqual([expect.stringContaining('The file is gone.')]);
    used.switchOff();
    await used.watch.check();
    expect(used.catalog.manifest('shelf')).toBeUndefined();
    expect(used.watch.warnings()).toEqual([]);

    const unused = await open({ [path]: example });
    await unused.files.remove(path);
    await unused.watch.check();
    expect(unused.catalog.manifest('shelf')).toBeUndefined();
    expect(unused.watch.warnings()).toEqual([]);
  });

  it('is looked after every few seconds, until Showrunner ends', async () => {
    const { files, catalog, clock, watch } = await open({});
    watch.start();
    await files.write(path, example);
    await clock.advance(5_000);
    await vi.waitFor(() => expect(catalog.manifest('shelf')).toBeDefined());
    await vi.waitFor(() => expect(clock.pending).toBe(1));
    await watch.close();
    expect(clock.pending).toBe(0);
  });
});
