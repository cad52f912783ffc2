import { describe, expect, it } from 'vitest';
import { findEntryPath, getAt, overriddenWithin, parseEntry, printEntry, setAt } from './entry.ts';

const document = {
  riven_backend: { process_name: 'Riven Backend', port: 8080 },
  zurg: { instances: { 'a/b': { process_name: 'Zurg w/ Riven', port: 9090 } } },
};

describe('an entry', () => {
  it('is found by its process name, in an instance as well', () => {
    expect(['Riven Backend', 'Zurg w/ Riven', 'Plex'].map((name) => findEntryPath(document, name))).toEqual([
      ['riven_backend'],
      ['zurg', 'instances', 'a/b'],
      undefined,
    ]);
  });

  it('is replaced without touching anything else', () => {
    const path = ['zurg', 'instances', 'a/b', 'port'];
    const changed = setAt(document, path, 9191);
    expect([getAt(changed, path), changed['riven_backend'] === document.riven_backend]).toEqual([9191, true]);
    expect(getAt(document, path)).toBe(9090);
  });

  it('comes back from its own text', () => {
    expect(parseEntry(printEntry(document.riven_backend))).toEqual({ ok: true, value: document.riven_backend });
  });

  it.each(['{', '[]', '"x"', ''])('is not read from %j', (text) => expect(parseEntry(text).ok).toBe(false));

  it('knows which of its values the environment sets', () => {
    expect(overriddenWithin(['/zurg/instances/a~1b/port', '/plex/port'], ['zurg', 'instances', 'a/b'])).toEqual([
      'port',
    ]);
  });
});
