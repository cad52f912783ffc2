import { describe, expect, it } from 'vitest';
import { readUser } from './user-name.ts';

/** A token whose payload is that; nobody here checks its signature. */
function tokenOf(claims: object): string {
  return `header.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
}

describe('the name of who is signed in', () => {
  it('is the name of the account and not its id', () => {
    expect(readUser(tokenOf({ sub: 'account_1', preferred_username: 'Jürgen' }))).toEqual({
      name: 'Jürgen',
      external: false,
    });
    expect(readUser(tokenOf({ preferred_username: 'ann', provider: 'oidc' }))?.external).toBe(true);
  });

  it('is nothing where there is none', () => {
    expect(readUser(tokenOf({ sub: 'account_1' }))).toBeNull();
    expect(['a', 'a.b.c', ''].map(readUser)).toEqual([null, null, null]);
  });
});
