import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '@showrunner/contracts';
import { diffDocuments } from './edit/diff-documents.ts';
import { anyDocument } from './fixtures/arbitrary.ts';
import { catalog } from './fixtures/catalog.ts';
import { load } from './fixtures/load.ts';
import { isEqual } from './json/equal.ts';
import { isList, isObject, toObject } from './json/json.ts';
import { getIn } from './json/path.ts';
import { loadDocument, serializeDocument } from './load/load-document.ts';
import { overlayDocument } from './overlay/overlay-document.ts';
import { maskSecrets } from './secrets/mask.ts';
import { restoreSecrets } from './secrets/restore.ts';

function reversed(value: Json): Json {
  if (isList(value)) return value.map(reversed);
  if (!isObject(value)) return value;
  return toObject(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversed(child)] as const),
  );
}

const loaded = anyDocument.map((document) => load(document).stored);

describe('what holds for every document', () => {
  it('loads to itself once it was loaded and saved', () => {
    fc.assert(
      fc.property(loaded, (stored) => {
        const again = loadDocument(serializeDocument(stored), catalog);
        expect(serializeDocument(again.stored)).toBe(serializeDocument(stored));
        expect(again.changed).toBe(false);
      }),
    );
  });

  it('keeps every key that nothing knows', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const { stored } = load(document);
        for (const path of [['unknown_service'], ['__proto__x'], ['plex', 'extra'], ['dumb', 'x-note']]) {
          const before = getIn(document, path);
          expect(isEqual(getIn(stored, path), before)).toBe(true);
        }
      }),
    );
  });

  it('is the same document to the overlay before and after', () => {
    fc.assert(
      fc.property(loaded, fc.integer({ min: 1, max: 65535 }), (stored, port) => {
        const before = serializeDocument(stored);
        const env = { PLEX_PORT: String(port), SONARR_INSTANCES_DEFAULT_PORT: '1', DUMB_GITHUB_TOKEN: 'ghp_secret' };
        const { effective } = overlayDocument(stored, { secrets: {}, env, dotenv: {} }, catalog);
        expect(serializeDocument(stored)).toBe(before);
        expect(getIn(effective, ['plex', 'port'])).toBe(port);
      }),
    );
  });

  it('comes back whole after it was masked and restored', () => {
    fc.assert(
      fc.property(loaded, (stored) => {
        expect(isEqual(restoreSecrets(maskSecrets(stored, catalog), stored, catalog), stored)).toBe(true);
      }),
    );
  });

  it('does not differ from itself, whatever the order of its keys', () => {
    fc.assert(
      fc.property(loaded, (stored) => {
        expect(diffDocuments(stored, reversed(stored) as JsonObject, catalog)).toEqual([]);
      }),
    );
  });

  it('differs from another exactly when the two are not equal', () => {
    fc.assert(
      fc.property(loaded, loaded, (a, b) => {
        expect(diffDocuments(a, b, catalog).length === 0).toBe(isEqual(a, b));
      }),
    );
  });
});
