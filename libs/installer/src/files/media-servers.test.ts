import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createCatalog, services } from '@showrunner/catalog';
import { editFile } from './edit-file.ts';

const catalog = createCatalog(services);
const fixture = (path: string) => readFileSync(new URL(`../../../catalog/services/${path}`, import.meta.url), 'utf8');

it.each([
  ['jellyfin', 'network', 8097],
  ['emby', 'system', 8100],
])('moves the port of %s and leaves the rest of its file', (key, name, port) => {
  const file = catalog.manifest(key)?.runtime?.files?.[0];
  const ops = (file?.ops ?? []).map(({ op, at }) => ({ op, at, value: port }));
  const spec = { path: `/x/${name}.xml`, format: 'xml', seed: file?.seed ?? '', ops } as const;
  const after = fixture(`${key}/fixtures/${name}.after.xml`);
  expect(editFile(fixture(`${key}/fixtures/${name}.before.xml`), spec)).toBe(after);
  expect(editFile(after, spec)).toBe(after);
  const made = editFile(undefined, spec);
  for (const { at } of ops) expect(made).toContain(`  <${at.at(-1)}>${port}</${at.at(-1)}>\n`);
});
