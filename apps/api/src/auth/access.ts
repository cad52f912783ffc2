import { Problem, roles } from '@showrunner/contracts';
import type { Clock } from '@showrunner/platform';
import type { Client } from '../http/guards/client.ts';
import type { Principal } from '../http/guards/principal.ts';
import { type AccountBook, mayComeIn } from './accounts/account.ts';
import type { AccountStore } from './accounts/account-store.ts';
import { createAttemptLimiter } from './limits/attempt-limiter.ts';
import { type ApiToken, type ApiTokens, tokenPrefix } from './tokens/api-tokens.ts';
import type { Sessions } from './tokens/sessions.ts';
import type { Tickets } from './tokens/tickets.ts';
import type { Tokens } from './tokens/tokens.ts';

/** Of one address in five minutes. A page that is open in many tabs shows its expired token some dozen times. */
const mostWrongTokens = 300;

/** Who may come in, and as what. */
export interface Access {
  /** Who it is, whatever that one may do. @throws Problem `auth.required`, `auth.locked`, `request.too-many` */
  recognise(client: Client): Principal;
  /** The same for a socket, which shows its token or ticket in other ways. */
  admitSocket(client: Client, shown: { token?: string; ticket?: string }): Principal;
  /** Whether somebody who was let in would still be. */
  isStillAdmitted(principal: Principal): boolean;
}

export function createAccess(tools: {
  store: AccountStore;
  tokens: Tokens;
  tickets: Tickets;
  sessions: Pick<Sessions, 'has'>;
  apiTokens: Pick<ApiTokens, 'has' | 'read'>;
  clock: Clock;
  /** Whether everybody may come in while signing in is switched off. */
  allowOpen: boolean;
}): Access {
  const { store, tokens, sessions, apiTokens } = tools;
  const guesses = createAttemptLimiter(tools.clock, mostWrongTokens);

  const look = (client: Client, token: string | undefined): Principal => {
    const book = store.book();
    if (!book.enabled) return admitUnnamed(client, book, tools.allowOpen);
    if (token === undefined) throw new Problem('auth.required', 'Authentication required');
    if (token.startsWith(tokenPrefix)) return admitProgram(apiTokens.read(token), book);
    const claims = tokens.read(token, 'access');
    const account = book.accounts.find(({ id }) => id === claims.sub);
    if (account === undefined || !mayComeIn(account, book) || account.tokenVersion !== claims.ver) {
      throw new Problem('auth.required', 'This account is no longer authorized');
    }
    if (!sessions.has(claims.sid)) throw new Problem('auth.required', 'This session has ended. Sign in again.');
    return { name: account.username, role: account.role, accountId: account.id, sessionId: claims.sid };
  };

  /** A good token is always good; wrong ones are answered for a while only. */
  const identify = (client: Client, token: string | undefined): Principal => {
    try {
      return look(client, token);
    } catch (error) {
      if (token === undefined || !(error instanceof Problem) || error.code !== 'auth.required') throw error;
      guesses.check([client.address]);
      guesses.failed([client.address]);
      throw error;
    }
  };

  const access: Access = {
    recognise: (client) => identify(client, client.bearer),
    admitSocket(client, { token, ticket }) {
      const holder = ticket === undefined ? undefined : tools.tickets.redeem(ticket);
      if (holder !== undefined && access.isStillAdmitted(holder)) return holder;
      return identify(client, token ?? client.bearer);
    },
    isStillAdmitted({ accountId, sessionId, tokenId }) {
      const book = store.book();
      if (accountId === undefined) return !book.enabled;
      if (sessionId !== undefined && !sessions.has(sessionId)) return false;
      if (tokenId !== undefined && !apiTokens.has(tokenId)) return false;
      return book.accounts.some((account) => account.id === accountId && mayComeIn(account, book));
    },
  };
  return access;
}

/** A program may what its token says, and never more than the account. */
function admitProgram({ id, accountId, name, role }: ApiToken, book: AccountBook): Principal {
  const account = book.accounts.find((candidate) => candidate.id === accountId);
  if (account === undefined || !mayComeIn(account, book)) {
    throw new Problem('auth.required', 'The account of this token is no longer authorized');
  }
  const least = roles[Math.min(roles.indexOf(role), roles.indexOf(account.role))] ?? 'viewer';
  return { name: `${account.username} (${name})`, role: least, accountId, tokenId: id };
}

/** While nobody has to sign in, only this machine comes in, unless the operator said otherwise in so many words. */
function admitUnnamed(client: Client, book: AccountBook, allowOpen: boolean): Principal {
  if (client.local || allowOpen) return { name: 'local', role: 'admin' };
  const remedy = book.accounts.length === 0 ? 'Create the first account' : 'Switch sign-in on';
  throw new Problem('auth.forbidden', `Without sign-in only this machine itself may come in. ${remedy}.`);
}
