import { describe, expect, it } from 'vitest';
import { checkAccount, safeReturn } from './account-rules.ts';

describe('checkAccount', () => {
  it('accepts what the server accepts', () => {
    expect(checkAccount('ann', 'eight888', 'eight888')).toEqual({});
  });

  it('names each field that is wrong', () => {
    expect(Object.keys(checkAccount('a/b', 'short', 'other'))).toEqual(['username', 'password', 'repeated']);
  });

  it('counts a long password in bytes', () => {
    const password = 'é'.repeat(37);
    expect(checkAccount('ann', password, password)).toEqual({ password: 'Use at most 72 bytes.' });
  });
});

describe('safeReturn', () => {
  it('goes back to our own pages only', () => {
    expect(
      ['/services/Zurg', '//evil.example', '/\\evil.example', 'https://evil.example', null].map(safeReturn),
    ).toEqual(['/services/Zurg', '/', '/', '/', '/']);
  });
});
