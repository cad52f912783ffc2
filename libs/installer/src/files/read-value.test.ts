import { createFakeFiles } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { readValue } from './read-value.ts';

const at = ['Config', 'ApiKey'];
const read = async (text: string | undefined) => {
  const files = createFakeFiles();
  if (text !== undefined) await files.write('/sonarr/config.xml', text);
  return readValue(files, { path: '/sonarr/config.xml', format: 'xml', at });
};

describe('a value of a configuration file', () => {
  it.each([
    ['<Config>\n  <ApiKey>a&amp;b</ApiKey>\n</Config>', 'a&b'],
    ['<Config><ApiKey> padded </ApiKey></Config>', 'padded'],
    ['<Config><ApiKey></ApiKey></Config>', undefined],
    ['<Config><Port>1</Port></Config>', undefined],
    ['<Config><ApiKey>cut off', undefined],
    [undefined, undefined],
  ])('of %j is %j', async (text, value) => {
    expect(await read(text)).toBe(value);
  });
});
