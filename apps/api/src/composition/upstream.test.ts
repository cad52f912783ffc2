import { expect, it } from 'vitest';
import { readMirrors, realUpstream } from './upstream.ts';

it('asks the mirrors that the environment names, and no others', () => {
  const text = ' https://plex.tv/=https://mirror.example/plex/\nhttps://a.test/=http://127.0.0.1:80/a?b=c ';
  expect(realUpstream({ SHOWRUNNER_MIRRORS: text }).mirrors).toEqual([
    { from: 'https://plex.tv/', to: 'https://mirror.example/plex/' },
    { from: 'https://a.test/', to: 'http://127.0.0.1:80/a?b=c' },
  ]);
  expect(realUpstream({}).mirrors).toEqual([]);
});

it.each(['https://plex.tv/', 'plex.tv=https://b', 'https://a=ftp://b'])('says what is wrong with %s', (text) => {
  expect(() => readMirrors(text)).toThrow(expect.objectContaining({ code: 'request.invalid' }));
});
