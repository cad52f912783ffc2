import { Problem } from '@showrunner/contracts';
import type { Hook } from '../../vocabulary/hooks.ts';

const timeoutMs = 30_000;

/**
 * Proves the settings before a start: that the addresses belong together, and that Authelia itself takes its configuration.
 * It tells the reason on its standard output.
 */
export const checkConfiguration: Hook = async (ctx) => {
  const { authelia = '', config_file: path = '', public_url: portal = '', cookie_domain: domain = '' } = ctx.values;
  const { next_url: next = '' } = ctx.values;
  checkInside('public_url', portal, domain);
  if (next !== '') checkInside('default_redirection_url', next, domain);
  if (sameAddress(next, portal))
    throw setting('default_redirection_url', 'The page after sign-in is the portal itself; name another one.');
  const answer = await ctx.exec([authelia, 'config', 'validate', '--config', path], { timeoutMs });
  if (answer.code === 0) return 'done';
  const reason = `${answer.stdout}\n${answer.stderr}`
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
  throw new Problem('hook.failed', `Authelia does not take ${path}: ${reason}`, { details: { path } });
};

/** A browser sends the cookie of a domain to that domain and to what is below it, and nowhere else. */
function checkInside(field: string, address: string, domain: string): void {
  const host = URL.canParse(address) ? new URL(address).hostname : '';
  if (host === domain || host.endsWith(`.${domain}`)) return;
  throw setting(field, `${address} is not in ${domain}, for which signing in counts. Change one of the two.`);
}

function sameAddress(a: string, b: string): boolean {
  return a.replace(/\/+$/, '') === b.replace(/\/+$/, '');
}

function setting(field: string, message: string): Problem {
  return new Problem('service.setting', message, { issues: [{ path: [field], message }] });
}
