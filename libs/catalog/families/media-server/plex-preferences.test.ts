import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emptyPreferences, readPreferences, writePreferences } from './plex-preferences.ts';

it('reads back what it wrote, in the order that was there', () => {
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,8}$/);
  const value = fc.string({ unit: fc.constantFrom(...'ab<>&"\'\n=/ ;'), maxLength: 12 });
  fc.assert(
    fc.property(fc.dictionary(name, value, { noNullPrototype: true }), (attributes) => {
      const text = writePreferences(emptyPreferences, attributes);
      expect([...(readPreferences(text) ?? [])]).toEqual(Object.entries(attributes));
      expect(writePreferences(text, attributes)).toBe(text);
    }),
  );
});

it('leaves what it is not asked to change, and the text around', () => {
  const text = "<?xml version='1.0'?>\n<!-- mine -->\n<Preferences a='1' b=\"&#x41;\" />\n";
  expect(writePreferences(text, { b: 'A', a: '1' })).toBe(text);
  expect(writePreferences(text, { c: '2' })).toBe(
    `<?xml version='1.0'?>\n<!-- mine -->\n<Preferences a="1" b="A" c="2"/>\n`,
  );
});

it.each(['', '<Config/>', '<Preferences a="1', '<PreferencesX a="1"/>'])('does not read %j', (text) => {
  expect(readPreferences(text)).toBeUndefined();
});
