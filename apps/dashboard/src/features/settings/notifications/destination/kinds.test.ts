import { expect, it } from 'vitest';
import { kinds, missingFields, readHeader } from './kinds.ts';

it.each([
  [
    'mail',
    { to: 'a@x.org, b@x.org', host: 'smtp.x.org', user: 'me@x.org', password: 'p@:/?#', from: 'sr@x.org' },
    'mailtos://me%40x.org:p%40%3A%2F%3F%23@smtp.x.org?to=a%40x.org%2C%20b%40x.org&from=sr%40x.org&mode=starttls',
  ],
  [
    'mail',
    { to: 'a@x.org', host: 'nas', port: '2525', mode: 'insecure', from: 's@x.org' },
    'mailto://nas:2525?to=a%40x.org&from=s%40x.org&mode=insecure',
  ],
  ['ntfy', { topic: 'mine' }, 'ntfys://ntfy.sh/mine'],
  [
    'ntfy',
    { topic: 'mine', server: 'http://192.168.1.4:8080/', token: 'tk_a/b' },
    'ntfy://tk_a%2Fb@192.168.1.4:8080/mine?auth=token',
  ],
  ['telegram', { token: ' 123:ABC ', chat: '@me' }, 'tgram://123:ABC/@me'],
  ['gotify', { server: 'https://push.x.org/gotify/', token: 'A.b' }, 'gotifys://push.x.org/gotify/A.b'],
  ['gotify', { server: 'http://nas:8080', token: 'A.b' }, 'gotify://nas:8080/A.b'],
  ['pushover', { user: 'u', token: 't' }, 'pover://u@t'],
  ['discord', { url: ' https://discord.com/api/webhooks/1/t ' }, 'https://discord.com/api/webhooks/1/t'],
] as const)('%s from %j', (kind, values, url) => {
  expect(kinds[kind].toUrl(values)).toBe(url);
});

it('knows what is missing, and what need not be there', () => {
  expect(missingFields(kinds.mail, { to: ' ' })).toEqual(['to', 'host', 'from']);
  expect(missingFields(kinds.ntfy, { topic: 'mine' })).toEqual([]);
});

it('reads a header', () => {
  expect(readHeader('Authorization: Bearer a:b')).toEqual({ Authorization: 'Bearer a:b' });
  expect(readHeader(' ')).toEqual({});
});
