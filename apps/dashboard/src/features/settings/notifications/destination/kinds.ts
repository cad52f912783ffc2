import type { TargetKind } from '@showrunner/contracts';

/** One thing that has to be known to reach a destination. */
export interface KindField {
  readonly key: string;
  readonly label: string;
  readonly help?: string;
  readonly placeholder?: string;
  readonly secret?: boolean;
  readonly optional?: boolean;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
}

export type FormKind = Exclude<TargetKind, 'json'> | 'other';
export type FieldValues = Readonly<Record<string, string>>;

/** A kind of destination: what is asked for, and the address that comes of it. */
export interface Kind {
  readonly label: string;
  readonly provider: 'apprise' | 'webhook';
  readonly fields: readonly KindField[];
  toUrl(values: FieldValues): string;
}

const part = encodeURIComponent;
const server = (values: FieldValues) => (values['server'] ?? '').trim().replace(/\/+$/, '');
/** `https://host/path` as `schemes://host/path`, and the like without TLS. */
const onServer = (scheme: string, address: string) => {
  const isPlain = /^http:\/\//i.test(address);
  return `${scheme}${isPlain ? '' : 's'}://${address.replace(/^https?:\/\//i, '')}`;
};
const withLogin = (url: string, login: string) => (login === '' ? url : url.replace('://', `://${login}@`));

const securities = [
  { value: 'starttls', label: 'STARTTLS, port 587' },
  { value: 'ssl', label: 'TLS, port 465' },
  { value: 'insecure', label: 'None, port 25' },
];

/** In the order in which they are offered. */
export const kinds: Readonly<Record<FormKind, Kind>> = {
  mail: {
    label: 'E-mail',
    provider: 'apprise',
    fields: [
      { key: 'to', label: 'To', placeholder: 'you@example.org', help: 'Several are separated by commas.' },
      { key: 'host', label: 'Mail server', placeholder: 'smtp.example.org' },
      { key: 'mode', label: 'Encryption', choices: securities },
      { key: 'port', label: 'Port', placeholder: 'As the encryption says', optional: true },
      { key: 'user', label: 'User name', optional: true },
      {
        key: 'password',
        label: 'Password',
        secret: true,
        optional: true,
        help: 'Big providers want an app password here.',
      },
      { key: 'from', label: 'From', placeholder: 'showrunner@example.org' },
    ],
    toUrl: (values) => {
      const { to = '', host = '', mode = 'starttls', port = '', user = '', password = '', from = '' } = values;
      const login = user === '' ? '' : `${part(user)}:${part(password)}`;
      const place = `${host.trim()}${port.trim() === '' ? '' : `:${port.trim()}`}`;
      const scheme = mode === 'insecure' ? 'mailto' : 'mailtos';
      return withLogin(`${scheme}://${place}?to=${part(to.trim())}&from=${part(from.trim())}&mode=${mode}`, login);
    },
  },
  ntfy: {
    label: 'ntfy',
    provider: 'apprise',
    fields: [
      {
        key: 'topic',
        label: 'Topic',
        placeholder: 'a-name-that-nobody-guesses',
        help: 'Subscribe to the same one in the ntfy app.',
      },
      { key: 'server', label: 'Server', placeholder: 'https://ntfy.sh', optional: true },
      { key: 'token', label: 'Access token', secret: true, optional: true, help: 'For a topic that is protected.' },
    ],
    toUrl: (values) => {
      const token = (values['token'] ?? '').trim();
      const base = onServer('ntfy', server(values) || 'https://ntfy.sh');
      const url = `${base}/${part((values['topic'] ?? '').trim())}`;
      return token === '' ? url : `${withLogin(url, part(token))}?auth=token`;
    },
  },
  discord: {
    label: 'Discord',
    provider: 'apprise',
    fields: [
      {
        key: 'url',
        label: 'Webhook URL',
        secret: true,
        placeholder: 'https://discord.com/api/webhooks/…',
        help: 'In Discord: Edit channel, Integrations, Webhooks, New webhook, Copy webhook URL.',
      },
    ],
    toUrl: ({ url = '' }) => url.trim(),
  },
  telegram: {
    label: 'Telegram',
    provider: 'apprise',
    fields: [
      {
        key: 'token',
        label: 'Bot token',
        secret: true,
        placeholder: '123456:ABC…',
        help: 'From @BotFather, after /newbot.',
      },
      {
        key: 'chat',
        label: 'Chat',
        placeholder: '-1001234 or @channel',
        help: 'Write to the bot first, or it may not write to you.',
      },
    ],
    toUrl: ({ token = '', chat = '' }) => `tgram://${token.trim()}/${chat.trim()}`,
  },
  gotify: {
    label: 'Gotify',
    provider: 'apprise',
    fields: [
      { key: 'server', label: 'Server', placeholder: 'https://gotify.example.org' },
      { key: 'token', label: 'Application token', secret: true, help: 'In Gotify: Apps, Create application.' },
    ],
    toUrl: (values) => `${onServer('gotify', server(values))}/${part((values['token'] ?? '').trim())}`,
  },
  slack: {
    label: 'Slack',
    provider: 'apprise',
    fields: [
      {
        key: 'url',
        label: 'Webhook URL',
        secret: true,
        placeholder: 'https://hooks.slack.com/services/…',
        help: 'From the page of your Slack app: Incoming Webhooks, Add new webhook.',
      },
    ],
    toUrl: ({ url = '' }) => url.trim(),
  },
  pushover: {
    label: 'Pushover',
    provider: 'apprise',
    fields: [
      { key: 'user', label: 'User key', secret: true },
      { key: 'token', label: 'Application token', secret: true },
    ],
    toUrl: ({ user = '', token = '' }) => `pover://${part(user.trim())}@${part(token.trim())}`,
  },
  webhook: {
    label: 'Webhook (JSON)',
    provider: 'webhook',
    fields: [
      { key: 'url', label: 'URL', secret: true, placeholder: 'https://example.org/hook' },
      {
        key: 'headers',
        label: 'Header',
        secret: true,
        optional: true,
        placeholder: 'Authorization: Bearer …',
        help: 'One, as name and value, for servers that want a key.',
      },
    ],
    toUrl: ({ url = '' }) => url.trim(),
  },
  other: {
    label: 'An Apprise address',
    provider: 'apprise',
    fields: [{ key: 'url', label: 'Address', secret: true, placeholder: 'jsons://user:password@host/path' }],
    toUrl: ({ url = '' }) => url.trim(),
  },
};

export const formKinds = Object.keys(kinds) as readonly FormKind[];

/** Which fields still want something; empty when the address can be made. */
export function missingFields({ fields }: Kind, values: FieldValues): readonly string[] {
  return fields
    .filter(({ key, optional, choices }) => optional !== true && choices === undefined && !(values[key] ?? '').trim())
    .map(({ key }) => key);
}

/** The header that was typed, as `Name: value`. */
export function readHeader(text: string | undefined): Readonly<Record<string, string>> {
  const [name = '', ...value] = (text ?? '').split(':');
  return name.trim() === '' ? {} : { [name.trim()]: value.join(':').trim() };
}
