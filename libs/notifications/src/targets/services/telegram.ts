import { type Address, refuseAddress, secretsIn } from '../address.ts';
import { cut, type HttpTarget, postJson } from '../target.ts';

/**
 * Chats that a Telegram bot writes to: `tgram://token/chat/chat`, where a chat is a number, an `@name`, or either with
 * `:topic`. Limit: 4096 characters (Bot API, sendMessage). Sent as plain text, so that nothing in it is markup.
 */
export function toTelegram(address: Address): HttpTarget {
  // Half of the token looks like a name with a password where somebody wrote the `bot` that belongs before it.
  const token = address.authority.replace(/^bot/, '');
  const chats = address.segments.map((segment) => /^(-?\d+|@?[A-Za-z]\w{3,31})(?::(\d+))?$/.exec(segment));
  if (!/^\d{5,20}:[\w-]{20,100}$/.test(token) || chats.length === 0 || chats.includes(null)) {
    throw refuseAddress('A Telegram address has the token of a bot and a chat, as in tgram://123456:ABC…/chat-id.');
  }
  const recipients = chats.map((chat) => {
    const id = chat?.[1] ?? '';
    const topic = chat?.[2];
    const name = /^-?\d+$/.test(id) ? id : `@${id.replace(/^@/, '')}`;
    return { chat_id: name, ...(topic === undefined ? {} : { message_thread_id: Number(topic) }) };
  });
  return {
    via: 'http',
    kind: 'telegram',
    place: 'api.telegram.org',
    secrets: [token, token.slice(token.indexOf(':') + 1), ...secretsIn(address)],
    requests: ({ title, body }) =>
      recipients.map((recipient) =>
        postJson(`https://api.telegram.org/bot${token}/sendMessage`, {
          ...recipient,
          text: cut(`${title}\n\n${body}`, 4096),
          link_preview_options: { is_disabled: true },
        }),
      ),
    refusal: ({ body }) =>
      /"ok"\s*:\s*true/.test(body) ? undefined : 'Telegram did not say that it took the message.',
  };
}
