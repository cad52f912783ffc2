import { Problem, type ProblemCode } from '@showrunner/contracts';
import type { Mail, Mailer, MailServer } from '@showrunner/platform';

/** Mail through an SMTP server. A connection lives for one mail. */
export function createMailer(): Mailer {
  return {
    async send(server, mail, timeoutMs, signal) {
      signal?.throwIfAborted();
      // Most control planes send no mail, and need not load what it takes.
      const { createTransport } = await import('nodemailer');
      const transport = createTransport(toOptions(server, timeoutMs));
      const stop = (): void => transport.close();
      signal?.addEventListener('abort', stop, { once: true });
      try {
        const sent = await transport.sendMail(toMessage(mail));
        if (sent.rejected.length > 0) {
          throw new Problem(
            'connection.refused',
            `The mail server did not take the mail for ${sent.rejected.length} of its recipients; the others have it.`,
            { details: { retry: false } },
          );
        }
      } catch (error) {
        signal?.throwIfAborted();
        throw toMailProblem(error, server);
      } finally {
        signal?.removeEventListener('abort', stop);
        transport.close();
      }
    },
  };
}

function toOptions({ host, port, security, verifyTls, user, password }: MailServer, timeoutMs: number) {
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'plain',
    tls: { rejectUnauthorized: verifyTls },
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // A notice has no attachments: nothing of this machine or of another one is read for it.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function toMessage({ from, to, subject, text, id }: Mail) {
  const domain = /@([A-Za-z0-9.-]+)>?$/.exec(from)?.[1] ?? 'localhost';
  return { from, to: [...to], subject, text, messageId: `<${id}@${domain}>` };
}

const codes: Readonly<Record<string, ProblemCode>> = { EAUTH: 'credential.rejected', EENVELOPE: 'connection.refused' };

function toMailProblem(error: unknown, { host, port }: MailServer): Problem {
  if (error instanceof Problem) return error;
  const known = error instanceof Error ? error : new Error(String(error));
  const answered = 'responseCode' in known && typeof known.responseCode === 'number';
  const named = 'code' in known ? codes[String(known.code)] : undefined;
  const code = named ?? (answered ? 'connection.refused' : 'source.unreachable');
  return new Problem(code, `The mail server ${host}:${port} did not take it: ${known.message}`, {
    cause: error,
    details: { retry: !(answered && Number((known as { responseCode?: unknown }).responseCode) >= 500) },
  });
}
