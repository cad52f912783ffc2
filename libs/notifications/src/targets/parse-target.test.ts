import { describe, expect, it } from 'vitest';
import { parseTarget } from './parse-target.ts';

const parse = (url: string) => parseTarget({ provider: 'apprise', url, headers: {}, verifyTls: true });
const message = {
  eventId: 'notice_1',
  eventType: 'manual',
  severity: 'critical' as const,
  title: 'Title\r\nBcc: x@example.org',
  body: 'Body',
  serviceName: null,
  at: 0,
};

describe('mail', () => {
  it.each([
    [
      'mailtos://me:p%40ss@example.org',
      { host: 'example.org', port: 587, security: 'starttls', user: 'me', password: 'p@ss' },
    ],
    ['mailtos://me:word@gmail.com', { host: 'smtp.gmail.com', port: 587, user: 'me@gmail.com' }],
    [
      'mailtos://me:word@example.org?smtp=mail.example.org&mode=ssl',
      { host: 'mail.example.org', port: 465, security: 'tls' },
    ],
    [
      'mailto://192.168.1.9:2525?from=sr@example.org&to=me@example.org',
      { host: '192.168.1.9', port: 2525, security: 'plain' },
    ],
    ['mailtos://me:word@example.org:465?verify=no', { port: 465, security: 'tls', verifyTls: false }],
  ])('%s', (url, server) => {
    expect(parse(url)).toMatchObject({ via: 'mail', server });
  });

  it('has a sender, recipients, and a subject of one line', () => {
    const target = parse(
      'mailtos://me:word@example.org/you@example.org?to=b@example.org,c@example.org&from=Show%20runner',
    );
    expect(target.via === 'mail' && target.mail(message)).toEqual({
      from: '"Show runner" <me@example.org>',
      to: ['b@example.org', 'c@example.org', 'you@example.org'],
      subject: 'Title Bcc: x@example.org',
      text: 'Body\n',
      id: 'notice_1',
    });
  });

  it.each([
    ['mailtos://example.org'],
    ['mailtos://me:w@example.org?to=nobody'],
    ['mailtos://me:w@example.org?to=a%0d%0ab@x.org'],
  ])('refuses %s', (url) => {
    expect(() => parse(url)).toThrow(/mail/i);
  });
});

describe('addresses', () => {
  it.each([
    ['', /not an address/],
    ['just words', /not an address/],
    ['discord://abc/def', /id and the token/],
    ['tgram://token', /token of a bot and a chat/],
    ['tgram://123456:ABCdefABCdefABCdefABCdef', /token of a bot and a chat/],
    ['gotify://host', /token of an application/],
    ['gotify://host:99999/Atoken', /names no host/],
    ['gotify:///x/Atoken', /names no host/],
    ['ntfy://host/bad topic', /topic/],
    ['slack://A/B', /three parts/],
    ['https://example.org/hook', /are not supported/],
    ['constructor://x', /are not supported/],
    ['__proto__://x', /not an address/],
  ])('%j is refused with a sentence', (url, words) => {
    expect(() => parse(url)).toThrow(words);
  });

  it('says where a target is, and nothing else of it', () => {
    expect(parse('gotifys://push.example.org/gotify/Atoken.123')).toMatchObject({
      kind: 'gotify',
      place: 'push.example.org',
    });
    expect(parse('ntfys://me:word@ntfy.example.org/topic')).toMatchObject({ kind: 'ntfy', place: 'ntfy.example.org' });
  });

  it('sends an address with a name and a password without them in the address', () => {
    const target = parseTarget({
      provider: 'webhook',
      url: 'https://me:word@example.org/hook?a=1',
      headers: {},
      verifyTls: false,
    });
    expect(target.via === 'http' && target.requests(message)[0]).toMatchObject({
      url: 'https://example.org/hook?a=1',
      headers: { authorization: 'Basic bWU6d29yZA==' },
      verifyTls: false,
    });
  });
});
