import { expect, it } from 'vitest';
import { readReturn } from './read-return.ts';

it('reads a code with the page that was wanted, or the reason why there is none', () => {
  expect(readReturn('#oidc_code=abc&return_to=%2Fservices%2FZurg%3Fa%3D1')).toEqual({
    code: 'abc',
    returnTo: '/services/Zurg?a=1',
  });
  expect(readReturn('#oidc_error=The%20provider%20refused%20%26%20left.')).toEqual({
    error: 'The provider refused & left.',
  });
});

it('takes anything else for nothing', () => {
  expect(['', '#', '#top', '#return_to=/x'].map(readReturn)).toEqual([null, null, null, null]);
});
