import { describe, expect, it } from 'vitest';
import { catalog } from '../fixtures/catalog.ts';
import { load, problemOf } from '../fixtures/load.ts';
import { getIn } from '../json/path.ts';
import { defaultDocument } from '../shape/default-document.ts';
import { loadDocument, serializeDocument } from './load-document.ts';

describe('loadDocument', () => {
  it('gives the default document where there is no file', () => {
    expect(loadDocument(undefined, catalog)).toEqual({ stored: defaultDocument(catalog), changed: true, warnings: [] });
  });

  it('leaves a document alone that it wrote, whatever the white space', () => {
    const { stored } = load({});
    expect(loadDocument(JSON.stringify(stored), catalog)).toEqual({ stored, changed: false, warnings: [] });
    expect(serializeDocument(stored)).toMatch(/^\{\n {4}"puid": 1000,[\s\S]*\n\}\n$/);
  });

  it('keeps extras, names each once, and restores what is missing (B23)', () => {
    const { stored, changed, warnings } = load({
      mine: { a: 1 },
      plex: { enabled: true, extra: [1], wait_for_mounts: ['/mnt'], env: { TZ: 'UTC' } },
      sonarr: { instances: { Anime: { enabled: true, note: 'x' } } },
      traefik: { middlewares: { m: {} }, env: { A: 'b' } },
      decypharr: { api_keys: { realdebrid: 'K1' } },
    });
    expect(changed).toBe(true);
    expect(warnings.map((line) => line.split(' is not known')[0])).toEqual([
      'traefik → middlewares',
      'plex → extra',
      'sonarr → instances → Anime → note',
      'mine',
    ]);
    expect(getIn(stored, ['plex', 'env'])).toEqual({ TZ: 'UTC' });
    expect(getIn(stored, ['decypharr', 'api_keys'])).toEqual({ realdebrid: 'K1' });
    expect(getIn(stored, ['traefik', 'middlewares'])).toEqual({ m: {} });
    expect(getIn(stored, ['bazarr', 'port'])).toBe(6767);
    expect(Object.keys(stored).at(-1)).toBe('mine');
  });

  it('brings known keys into canonical order and puts unknown ones behind them', () => {
    const { stored } = load({ zz: 1, plex: { zz: 1, port: 1, enabled: true }, puid: 5 });
    expect(Object.keys(stored)).toEqual([...Object.keys(defaultDocument(catalog)), 'zz']);
    expect(Object.keys(stored['plex'] ?? {})).toEqual([...Object.keys(defaultDocument(catalog)['plex'] ?? {}), 'zz']);
  });

  it('adds no template instance to instances that are there, and gives each its own name', () => {
    const { stored } = load({ sonarr: { instances: { 'TV 4K': { port: 9000 } } }, zurg: { instances: {} } });
    expect(Object.keys(getIn(stored, ['sonarr', 'instances']) ?? {})).toEqual(['TV 4K']);
    expect(getIn(stored, ['sonarr', 'instances', 'TV 4K', 'process_name'])).toBe('Sonarr TV 4K');
    expect(Object.keys(getIn(stored, ['zurg', 'instances']) ?? {})).toEqual(['RealDebrid']);
  });

  it('names line and column of text that is not JSON', () => {
    const problem = problemOf(() => loadDocument('{\n    "puid": 1000,\n}', catalog));
    expect(problem.code).toBe('document.syntax');
    expect(problem.details).toEqual({ line: 3, column: 1 });
  });

  it.each(['[]', '"x"', 'null'])('refuses a root that is no object: %s', (text) => {
    expect(problemOf(() => loadDocument(text, catalog)).code).toBe('document.invalid');
  });

  it('refuses a document that is too deep to be one, without running out of stack', () => {
    const text = `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    expect(problemOf(() => loadDocument(text, catalog)).message).toMatch(/64 levels/);
  });

  it('names all wrong values at once, in words (B25)', () => {
    const problem = problemOf(() => load({ puid: 0, plex: { port: 'x', log_level: 'info' }, dumb: { log_level: 5 } }));
    expect(problem.code).toBe('document.invalid');
    const byPath = Object.fromEntries(
      problem.issues.map(({ path, message, remedy }) => [path.join('.'), { message, remedy }]),
    );
    expect(byPath).toEqual({
      puid: { message: 'must be at least 1, not 0' },
      'plex.port': { message: 'must be a whole number, not "x"' },
      'plex.log_level': {
        message: 'must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL, not "info"',
        remedy: 'did you mean INFO?',
      },
      'dumb.log_level': { message: 'must be a text, not 5' },
    });
  });

  it('accepts a key that a closed block does not know, and says so', () => {
    const { stored, warnings } = load({ dumb: { startup: { from_the_future: 1 } } });
    expect(getIn(stored, ['dumb', 'startup', 'from_the_future'])).toBe(1);
    expect(warnings).toHaveLength(1);
  });

  it('tolerates a byte order mark', () => {
    expect(loadDocument('\uFEFF{}', catalog).stored).toEqual(defaultDocument(catalog));
  });

  it('lets no key reach a prototype', () => {
    const { stored } = loadDocument('{"__proto__":{"polluted":true},"plex":{"__proto__":{"enabled":true}}}', catalog);
    expect(Object.hasOwn(stored, '__proto__')).toBe(true);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(getIn(stored, ['plex', 'enabled'])).toBe(false);
  });
});
