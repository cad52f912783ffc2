import jwt from 'jsonwebtoken';
import { type Role, roles, Type } from '@showrunner/contracts';
import { mayComeIn } from '../auth/accounts/account.ts';
import type { AccountStore } from '../auth/accounts/account-store.ts';
import type { Client } from '../http/guards/client.ts';
import type { Principal } from '../http/guards/principal.ts';
import type { Sessions } from '../auth/tokens/sessions.ts';
import { schemaCheck } from '../schema-check.ts';

/** The least role that opens pages: whatever a page can do, who sees it can do. */
export const pageRole: Role = 'operator';
export const sessionSeconds = 12 * 3600;
/** A session in use is renewed after so long. */
const renewSeconds = 3600;

interface Claims {
  /** The account, and the signing in that this goes back to; blank while nobody has to sign in. */
  readonly sub: string;
  readonly sid: string;
  readonly page: string;
  readonly ver: number;
  readonly iat: number;
}

const isClaims = schemaCheck<Claims>(
  Type.Object({ sub: Type.String(), sid: Type.String(), page: Type.String(), ver: Type.Integer(), iat: Type.Number() }),
);

/** Sessions of single pages. What one page's session opens, no other page and no API does. */
export interface PageSessions {
  issue(principal: Principal, page: string): string;
  /** Whose session it is, if it still counts for this page; `stale` asks for a new one. */
  read(value: string, page: string, client: Client): { principal: Principal; stale: boolean } | undefined;
  /** Whether somebody who came in may still see pages. */
  isStillAdmitted(principal: Principal): boolean;
}

/** @param key of its own, so that no session of a page passes for a token of the API */
export function createPageSessions(tools: {
  key: string;
  store: Pick<AccountStore, 'peek'>;
  sessions: Pick<Sessions, 'has'>;
  allowOpen: boolean;
  now: () => number;
}): PageSessions {
  const { key, store, sessions } = tools;
  const mayOpen = (role: Role) => roles.indexOf(role) >= roles.indexOf(pageRole);

  const verify = (value: string): Claims | undefined => {
    try {
      const claims: unknown = jwt.verify(value, key, { algorithms: ['HS256'] });
      return isClaims(claims) ? claims : undefined;
    } catch {
      return undefined; // ended, or never ours: the same as none
    }
  };

  return {
    issue({ accountId, sessionId }, page) {
      const version = store.peek()?.accounts.find(({ id }) => id === accountId)?.tokenVersion ?? 0;
      const claims = { sub: accountId ?? '', sid: sessionId ?? '', page, ver: version };
      return jwt.sign(claims, key, { algorithm: 'HS256', expiresIn: sessionSeconds });
    },
    read(value, page, client) {
      const claims = verify(value);
      const book = store.peek();
      if (claims === undefined || claims.page !== page || book === undefined) return undefined;
      const stale = tools.now() / 1000 - claims.iat > renewSeconds;
      if (!book.enabled) {
        if (claims.sub !== '' || !(client.local || tools.allowOpen)) return undefined;
        return { principal: { name: 'local', role: 'admin' }, stale };
      }
      const account = book.accounts.find(({ id }) => id === claims.sub);
      if (account === undefined || !mayComeIn(account, book) || account.tokenVersion !== claims.ver) return undefined;
      if (!mayOpen(account.role) || !sessions.has(claims.sid)) return undefined;
      const { id: accountId, username: name, role } = account;
      return { principal: { name, role, accountId, sessionId: claims.sid }, stale };
    },
    isStillAdmitted({ accountId, sessionId }) {
      const book = store.peek();
      if (book === undefined) return false;
      if (accountId === undefined) return !book.enabled;
      if (sessionId === undefined || !sessions.has(sessionId)) return false;
      return book.accounts.some(
        (account) => account.id === accountId && mayComeIn(account, book) && mayOpen(account.role),
      );
    },
  };
}
