import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { createMailer } from './mailer.ts';

const mailer = createMailer();
const servers: SMTPServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.close();
    await once(server.server, 'close');
  }
});

interface Taken {
  readonly from: string;
  readonly to: readonly string[];
  readonly user: unknown;
  readonly secure: boolean;
  readonly text: string;
}

/** A real SMTP server that wants `me` and `word`. */
async function serve(options: SMTPServerOptions = {}): Promise<{ port: number; taken: Taken[] }> {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      username === 'me' && password === 'word' ? done(null, { user: 'me' }) : done(new Error('Wrong name or password')),
    onData: (stream, { envelope, user, secure }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        taken.push({
          from,
          to: rcptTo.map(({ address }) => address),
          user,
          secure,
          text: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
    ...options,
  });
  // A client that breaks off is the point of some tests.
  server.on('error', () => undefined);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return { port: (server.server.address() as AddressInfo).port, taken };
}

const mail = {
  from: '"Show runner" <sr@example.org>',
  to: ['me@example.org', 'you@example.org'],
  subject: 'Zilean is unhealthy · größer',
  text: 'It answers 503.\n.\nThe end.\n',
  id: 'notice_1',
};
const login = { host: '127.0.0.1', verifyTls: false, user: 'me', password: 'word' } as const;

describe('a mail', () => {
  it('arrives whole, over STARTTLS, with a name and a password', async () => {
    const { port, taken } = await serve();
    await mailer.send({ ...login, port, security: 'starttls' }, mail, 5_000);
    expect(taken).toMatchObject([{ from: 'sr@example.org', to: mail.to, user: 'me', secure: true }]);
    const { text = '' } = taken[0] ?? {};
    expect(text).toMatch(/^Message-ID: <notice_1@example\.org>\r$/m);
    expect(text).toMatch(/^Subject: =\?UTF-8\?/m);
    expect(text).toContain('\r\n\r\nIt answers 503.\r\n.\r\nThe end.\r\n');
  });

  it('arrives over TLS from the first byte, and over none where that is asked for', async () => {
    const secure = await serve({ secure: true });
    await mailer.send({ ...login, port: secure.port, security: 'tls' }, mail, 5_000);
    expect(secure.taken).toMatchObject([{ secure: true }]);
    const plain = await serve({ authOptional: true, disabledCommands: ['STARTTLS'] });
    await mailer.send({ host: '127.0.0.1', port: plain.port, security: 'plain', verifyTls: true }, mail, 5_000);
    expect(plain.taken).toMatchObject([{ secure: false }]);
  });
});

describe('a mail is not sent', () => {
  it('to a server that cannot prove who it is', async () => {
    const { port, taken } = await serve();
    const server = { ...login, port, security: 'starttls', verifyTls: true } as const;
    await expect(mailer.send(server, mail, 5_000)).rejects.toMatchObject({ code: 'source.unreachable' });
    expect(taken).toEqual([]);
  });

  it('in the clear where STARTTLS was asked for and is not offered', async () => {
    const { port, taken } = await serve({ disabledCommands: ['STARTTLS'] });
    const sending = mailer.send({ ...login, port, security: 'starttls' }, mail, 5_000);
    await expect(sending).rejects.toThrow(/127\.0\.0\.1/);
    expect(taken).toEqual([]);
  });

  it('with a wrong password, and says so without it', async () => {
    const { port } = await serve();
    const server = { ...login, port, security: 'starttls', password: 'wrong-word' } as const;
    const refusal = await mailer.send(server, mail, 5_000).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'credential.rejected', details: { retry: false } });
    expect(String(refusal)).not.toContain('wrong-word');
  });

  it('to a recipient whom the server does not know', async () => {
    const { port } = await serve({
      onRcptTo: ({ address }, _session, done) =>
        address.startsWith('you') ? done(Object.assign(new Error('No such user'), { responseCode: 550 })) : done(),
    });
    await expect(mailer.send({ ...login, port, security: 'starttls' }, mail, 5_000)).rejects.toMatchObject({
      code: 'connection.refused',
    });
  });

  it('where nobody listens, and where nobody speaks', async () => {
    const { port } = await serve();
    const [server] = servers.splice(0);
    server?.close();
    if (server) await once(server.server, 'close');
    await expect(mailer.send({ ...login, port, security: 'plain' }, mail, 5_000)).rejects.toMatchObject({
      code: 'source.unreachable',
      details: { retry: true },
    });
    const silent = await serve({ onConnect: () => undefined });
    await expect(mailer.send({ ...login, port: silent.port, security: 'plain' }, mail, 200)).rejects.toMatchObject({
      code: 'source.unreachable',
    });
  });

  it('when it was called off', async () => {
    const { port, taken } = await serve();
    const sending = mailer.send(
      { ...login, port, security: 'starttls' },
      mail,
      5_000,
      AbortSignal.abort(new Error('off')),
    );
    await expect(sending).rejects.toThrow('off');
    expect(taken).toEqual([]);
  });
});
