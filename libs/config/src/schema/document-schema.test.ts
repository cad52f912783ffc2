import { describe, expect, it } from 'vitest';
import { catalog } from '../fixtures/catalog.ts';
import { problemOf } from '../fixtures/load.ts';
import { getIn } from '../json/path.ts';
import { defaultDocument } from '../shape/default-document.ts';
import { validateDocument } from '../validate/validate-document.ts';
import { documentSchema, entrySchema } from './document-schema.ts';

const schema = documentSchema(catalog);
const below = (...keys: readonly string[]) =>
  getIn(
    schema,
    keys.flatMap((key) => ['properties', key]),
  );

describe('documentSchema', () => {
  it('accepts the default document, strictly', () => {
    expect(validateDocument(defaultDocument(catalog), catalog, { strict: true })).toEqual([]);
  });

  it('infers types from defaults and takes the rules of manifests', () => {
    expect(below('plex', 'port')).toEqual({ type: 'integer', minimum: 1, maximum: 65535, default: 32400 });
    expect(below('plex', 'plex_claim')).toEqual({ type: 'string', writeOnly: true, default: '' });
    expect(below('decypharr', 'mount_type')).toEqual({
      type: 'string',
      enum: ['dfs', 'rclone', 'external_rclone', 'none'],
      default: 'dfs',
    });
    expect(below('postgres', 'command')).toMatchObject({ type: ['string', 'array'] });
    expect(below('dumb', 'notifications', 'destinations')).toMatchObject({ type: 'array' });
  });

  it('describes instances by a pattern and lets services be extended, closed settings not', () => {
    expect(getIn(schema, ['properties', 'sonarr', 'properties', 'instances', 'patternProperties', '.*'])).toEqual(
      entrySchema(catalog, 'sonarr'),
    );
    expect(entrySchema(catalog, 'sonarr')['additionalProperties']).toBe(true);
    expect(below('dumb', 'startup')).toMatchObject({ additionalProperties: false });
    expect(below('dumb', 'metrics', 'storage', 'postgresql')).toMatchObject({ additionalProperties: false });
  });

  it('refers to nothing outside of itself', () => {
    expect(JSON.stringify(schema)).not.toMatch(/"\$(ref|id|schema)"/);
  });

  it('knows only services of the catalogue', () => {
    expect(problemOf(() => entrySchema(catalog, 'nope')).code).toBe('service.unknown');
  });
});
