import { expect, it } from 'vitest';
import { readUserName } from './user-name.ts';

const token = (claims: unknown) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

it('reads the name of an access token, in any script, and nothing from what is none', () => {
  expect([token({ sub: 'ann' }), token({ sub: 'Zoë' }), token({}), 'a', 'a.b.c', ''].map(readUserName)).toEqual([
    'ann',
    'Zoë',
    null,
    null,
    null,
    null,
  ]);
});
