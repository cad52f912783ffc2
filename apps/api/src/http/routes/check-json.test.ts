import { expect, it } from 'vitest';
import { checkJson } from './check-json.ts';

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

it.each(['null', '[]', '{"constructor":"a name"}', '{"a":[1,{"b":1e308}]}', nested(100)])('takes %s', (text) => {
  const value: unknown = JSON.parse(text);
  expect(checkJson(value)).toBe(value);
});

it.each([
  ['{"a":[{"__proto__":{"admin":true}}]}', '__proto__'],
  ['{"constructor":{"prototype":{"admin":true}}}', 'constructor.prototype'],
  ['{"a":1e309}', 'too large'],
  ['[-1e999]', 'too large'],
  [nested(101), '100 levels'],
  [nested(100_000), '100 levels'],
  [`[${'0,'.repeat(100_000)}0]`, '100000 values'],
])('refuses a body that is made to harm, %#', (text, reason) => {
  expect(() => checkJson(JSON.parse(text))).toThrow(reason);
});
