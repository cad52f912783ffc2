import type { Severity } from '@showrunner/contracts';
import { type Address, refuseAddress, secretsIn } from '../address.ts';
import { cut, type HttpTarget, postJson } from '../target.ts';

const marks: Readonly<Record<Severity, string>> = {
  info: ':information_source:',
  success: ':white_check_mark:',
  warning: ':warning:',
  critical: ':rotating_light:',
};

/** An incoming webhook of Slack: `slack://T…/B…/token`, or its address as Slack shows it. */
export function toSlack(address: Address): HttpTarget {
  const parts = address.scheme === 'https' ? address.segments.slice(1) : [address.authority, ...address.segments];
  const [team, app, token] = parts;
  if (![team, app, token].every((part) => part !== undefined && /^[A-Za-z0-9]{6,40}$/.test(part))) {
    throw refuseAddress('A Slack address has the three parts of an incoming webhook, as in slack://T…/B…/token.');
  }
  return {
    via: 'http',
    kind: 'slack',
    place: 'hooks.slack.com',
    secrets: [team ?? '', ...secretsIn(address)],
    requests: ({ title, body, severity }) => [
      postJson(`https://hooks.slack.com/services/${team}/${app}/${token}`, {
        text: cut(`${marks[severity]} *${escape(title)}*\n${escape(body)}`, 4000),
      }),
    ],
  };
}

/** The three signs that Slack reads as markup (formatting text for app surfaces). */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
