import { describe, expect, it } from 'vitest';
import { readUserName } from './user-name.ts';

/** A token whose payload is that; nobody here checks its signature. */
function tokenOf(claims: object): string {
  return `header.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
}

describe('the name of who is signed in', () => {
  it('is the name of the account and not its id', () => {
    expect(readUserName(tokenOf({ sub: 'account_1', preferred_username: 'Jürgen' }))).toBe('Jürgen');
  });

  it('is nothing where there is none', () => {
    expect(readUserName(tokenOf({ sub: 'account_1' }))).toBeNull();
    expect(['a', 'a.b.c', ''].map(readUserName)).toEqual([null, null, null]);
  });
});
