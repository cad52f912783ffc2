import { Problem } from '@showrunner/contracts';
import { createFakeClock } from '@showrunner/platform/fakes';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReceivers, type Receivers } from '../fixtures/receivers.ts';
import { readDestination } from '../settings/read-settings.ts';
import { sendMessage } from './send.ts';

let receivers: Receivers;
beforeEach(async () => {
  receivers = await openReceivers();
});
afterEach(() => receivers.close());

const message = {
  eventId: 'notice_1',
  eventType: 'service.unhealthy',
  severity: 'warning' as const,
  title: 'Zilean is <unhealthy> & slow',
  body: 'It answers 503.\n'.repeat(400),
  serviceName: 'Zilean',
  at: 1_700_000_000_000,
};

function send(url: string, fields: Record<string, unknown> = {}, mailer?: Parameters<typeof sendMessage>[2]['mailer']) {
  const destination = readDestination({ id: 'a', provider: 'apprise', url, ...(fields as object) });
  const parts = {
    network: receivers.network,
    mailer: mailer ?? { send: () => Promise.reject(new Error('no mail is expected')) },
    clock: createFakeClock(message.at),
    redact: (line: string) => line,
  };
  return sendMessage(destination, message, parts, new AbortController().signal);
}
const at = (path: string) => `127.0.0.1:${receivers.port}${path}`;

describe('every vendor takes what it is sent', () => {
  it.each([
    ['discord://1234567890/to-ken_1'],
    ['https://discord.com/api/webhooks/1234567890/to-ken_1'],
    ['tgram://123456:ABCdefABCdefABCdefABCdef/-100200/@channel'],
    ['ntfy://topic'],
    ['slack://T1234567/B1234567/secretsecret'],
    ['https://hooks.slack.com/services/T1234567/B1234567/secretsecret'],
    ['pover://uuuuuuuuuuuuuuuuuuuuuuuuuuuuuu@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/phone'],
  ])('%s', async (url) => {
    expect(await send(url)).toEqual({ kind: 'sent' });
  });

  it.each([
    ['gotify://', '/Atoken.123'],
    ['gotify://', '/gotify/Atoken.123'],
    ['ntfy://tk_abc@', '/closed'],
    ['json://name:word@', '/json/in?+X-Key=k'],
  ])('%s%s', async (scheme, path) => {
    expect(await send(scheme + at(path))).toEqual({ kind: 'sent' });
  });

  it('sends one request for each recipient', async () => {
    await send('tgram://123456:ABCdefABCdefABCdefABCdef/-100200/channel:7');
    expect(receivers.received.map(({ body }) => [body['chat_id'], body['message_thread_id']])).toEqual([
      ['-100200', undefined],
      ['@channel', 7],
    ]);
  });

  it('sends headers and names of the address', async () => {
    await send(`json://name:w%C3%B6rd@${at('/json/in?+X-Key=k')}`);
    const { headers } = receivers.received[0] ?? { headers: {} };
    expect(headers).toMatchObject({ 'x-key': 'k', authorization: `Basic ${btoa(unescape('name:w%C3%B6rd'))}` });
  });
});

describe('a webhook', () => {
  it('gets the form of the original, with headers of its own', async () => {
    const headers = { Authorization: 'Bearer abc' };
    expect(await send(`http://${at('/hook?key=1')}`, { provider: 'webhook', headers })).toEqual({ kind: 'sent' });
    expect(receivers.received[0]).toMatchObject({
      path: '/hook?key=1',
      headers: { authorization: 'Bearer abc', 'content-type': 'application/json' },
      body: { event_id: 'notice_1', event_type: 'service.unhealthy', service_name: 'Zilean', timestamp: 1_700_000_000 },
    });
  });

  it('is not followed to somewhere else, and is not tried again there', async () => {
    receivers.answers.push({ status: 302, headers: { location: '/hook' } });
    const outcome = await send(`http://${at('/hook')}`, { provider: 'webhook', headers: { 'X-Key': 'secret-1' } });
    expect(outcome).toMatchObject({ kind: 'failed', retry: false });
    expect(receivers.received).toHaveLength(1);
  });

  it.each([[{ 'X-Key': 'a\r\nX-Other: b' }], [{ 'X Key': 'a' }], [{ Host: 'other' }]])(
    'refuses headers that would change the request: %j',
    async (headers) => {
      expect(await send(`http://${at('/hook')}`, { provider: 'webhook', headers })).toMatchObject({ retry: false });
      expect(receivers.received).toEqual([]);
    },
  );
});

describe('what does not arrive', () => {
  it.each([
    [503, true],
    [429, true],
    [401, false],
    [404, false],
  ])('after %i it is tried again: %s', async (status, retry) => {
    receivers.answers.push({ status, body: 'because' });
    const outcome = await send(`gotify://${at('/Atoken.123')}`);
    expect(outcome).toMatchObject({ kind: 'failed', retry, error: `127.0.0.1 answered ${status}: because` });
  });

  it('waits as long as the other side says', async () => {
    receivers.answers.push({ status: 429, headers: { 'retry-after': '120' } });
    expect(await send('ntfy://topic')).toMatchObject({ kind: 'failed', retry: true, waitMs: 120_000 });
  });

  it('believes an answer of 200 only with the words of the vendor', async () => {
    receivers.answers.push({ status: 200, body: '<html>Sign in to this network</html>' });
    const outcome = await send('tgram://123456:ABCdefABCdefABCdefABCdef/-100200');
    expect(outcome).toMatchObject({ kind: 'failed', error: 'Telegram did not say that it took the message.' });
  });

  it('keeps the token out of the error, also where the server repeats it', async () => {
    const token = '123456:ABCdefABCdefABCdefABCdef';
    receivers.answers.push({ status: 500, body: `no route /bot${token}/sendMessage` });
    expect(JSON.stringify(await send(`tgram://${token}/-100200`))).not.toContain('ABCdef');
    await receivers.close();
    const outcome = await send(`gotify://${at('/Atoken.123')}`);
    expect(outcome).toMatchObject({ kind: 'failed', retry: true });
    expect(JSON.stringify(outcome)).not.toContain('Atoken');
    receivers = await openReceivers();
  });

  it('says what is supported where the address is not', async () => {
    const outcome = await send('matrix://user:verysecret@host/room');
    expect(outcome).toMatchObject({ kind: 'failed', retry: false });
    expect(JSON.stringify(outcome)).toMatch(/matrix:.* are not supported.*discord:.*mailtos:.*ntfys:.*tgram:/);
    expect(JSON.stringify(outcome)).not.toContain('verysecret');
  });

  it('gives up on a mail server that refuses for good', async () => {
    const refuse = (retry: boolean) => () =>
      Promise.reject(new Problem('connection.refused', 'The mail server said no.', { details: { retry } }));
    const url = 'mailtos://me:word@example.org';
    expect(await send(url, {}, { send: refuse(false) })).toMatchObject({ kind: 'failed', retry: false });
    expect(await send(url, {}, { send: refuse(true) })).toMatchObject({ kind: 'failed', retry: true });
  });
});
