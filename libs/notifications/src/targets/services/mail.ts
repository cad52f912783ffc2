import type { MailServer } from '@showrunner/platform';
import { type Address, hostOf, refuseAddress, secretsIn } from '../address.ts';
import { cut, type MailTarget } from '../target.ts';

/** Providers whose mail servers do not have the name of the mail address. */
const providers: Readonly<Record<string, string>> = {
  'gmail.com': 'smtp.gmail.com',
  'googlemail.com': 'smtp.gmail.com',
  'yahoo.com': 'smtp.mail.yahoo.com',
  'icloud.com': 'smtp.mail.me.com',
  'me.com': 'smtp.mail.me.com',
  'fastmail.com': 'smtp.fastmail.com',
  'gmx.net': 'mail.gmx.net',
  'gmx.de': 'mail.gmx.net',
  'web.de': 'smtp.web.de',
};
const ports = { tls: 465, starttls: 587, plain: 25 } as const;

/**
 * Mailboxes: `mailtos://user:password@domain?smtp=&from=&to=&mode=`. `mailtos` is STARTTLS on 587, or TLS on 465 with
 * `mode=ssl`; `mailto` is unencrypted on 25. Without `to` the sender gets it; recipients may stand in the path, too.
 */
export function toMail(address: Address): MailTarget {
  const { query, segments } = address;
  const { host: domain, port } = hostOf(address);
  const user = query.get('user') ?? address.user;
  const password = query.get('pass') ?? address.password;
  const login = user === undefined || user.includes('@') ? user : `${user}@${domain}`;
  const given = query.get('from') ?? '';
  const sender = given.includes('@') ? given : login;
  const recipients = [...(query.get('to') ?? '').split(','), ...segments].map((one) => one.trim());
  const to = recipients.filter((one) => one !== '');
  if (sender === undefined) {
    throw refuseAddress('A mail address needs a sender: mailtos://user:password@domain, or ?from=name@domain.');
  }
  const wrong = [sender, ...to].find((one) => !/^[^\s<>@,;"]+@[^\s<>@,;"]+$/.test(one.replace(/^.*<(.*)>$/, '$1')));
  if (wrong !== undefined) throw refuseAddress('A sender or recipient of the mail is not a mail address.');
  const name = given.includes('@') ? '' : given;
  const security = securityOf(address, port);
  const server: MailServer = {
    host: query.get('smtp') ?? providers[domain.toLowerCase()] ?? domain,
    port: port ?? ports[security],
    security,
    verifyTls: !/^(no|false|0)$/i.test(query.get('verify') ?? ''),
    ...(user !== undefined && password !== undefined ? { user: loginOf(user, domain), password } : {}),
  };
  return {
    via: 'mail',
    kind: 'mail',
    place: server.host,
    secrets: secretsIn({ ...address, user: undefined, segments: [], query: new Map(), password }),
    server,
    mail: ({ title, body, eventId }) => ({
      from: name === '' ? sender : `"${name.replace(/["\\\r\n]/g, '')}" <${sender}>`,
      to: to.length > 0 ? to : [sender],
      subject: cut(title.replace(/[\r\n]+/g, ' '), 200),
      text: `${body}\n`,
      id: eventId,
    }),
  };
}

/** The big providers want the whole mail address for a name, a server of one's own what was typed. */
function loginOf(user: string, domain: string): string {
  return providers[domain.toLowerCase()] === undefined || user.includes('@') ? user : `${user}@${domain}`;
}

function securityOf({ scheme, query }: Address, port: number | undefined): MailServer['security'] {
  const mode = query.get('mode')?.toLowerCase();
  if (mode === 'ssl' || mode === 'tls') return 'tls';
  if (mode === 'starttls') return 'starttls';
  if (mode === 'insecure' || scheme === 'mailto') return 'plain';
  return port === 465 ? 'tls' : 'starttls';
}
