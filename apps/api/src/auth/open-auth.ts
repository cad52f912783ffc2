import { createHmac } from 'node:crypto';
import type { Platform } from '@showrunner/platform';
import { type Access, createAccess } from './access.ts';
import { mayComeIn } from './accounts/account.ts';
import { type AccountStore, openAccountStore } from './accounts/account-store.ts';
import { type Accounts, createAccounts } from './accounts/accounts.ts';
import { createExternalAccounts } from './accounts/external-accounts.ts';
import { createOidc, type Oidc } from './oidc/oidc.ts';
import { createProviderClient } from './oidc/provider-client.ts';
import { createPasswords } from './passwords.ts';
import { createSignIn, type Guessing, type SignIn } from './sign-in.ts';
import { type ApiTokens, openApiTokens } from './tokens/api-tokens.ts';
import { openSessions, type Sessions } from './tokens/sessions.ts';
import { createTickets, type Tickets } from './tokens/tickets.ts';
import { createTokens, type Tokens } from './tokens/tokens.ts';

/** Everything about who may come in. */
export interface Auth {
  readonly store: AccountStore;
  readonly accounts: Accounts;
  readonly signIn: SignIn;
  readonly oidc: Oidc;
  readonly tokens: Tokens;
  readonly tickets: Tickets;
  readonly sessions: Sessions;
  readonly apiTokens: ApiTokens;
  readonly access: Access;
  /** What sessions of pages are signed with: made from the secret of the tokens, and of no use for one. */
  readonly pageKey: string;
}

/** Opens accounts, secret and sessions in a directory of our own; files are 0600 from their first byte. */
export async function openAuth(options: {
  platform: Pick<Platform, 'files' | 'clock' | 'ids' | 'logger'>;
  directory: string;
  /** Where DUMB keeps its accounts. */
  dumbUsersPath: string;
  setupCode: string;
  allowOpen: boolean;
  /** Lets people in by password again where only a provider did. */
  localSignIn?: boolean;
  onGuessing?: (guessing: Guessing) => void;
  /** bcrypt's cost, lower only in tests. */
  passwordRounds?: number;
}): Promise<Auth> {
  const { files, clock, ids, logger } = options.platform;
  const { directory } = options;
  await files.makeDirectory(directory, { mode: 0o700 });
  const store = await openAccountStore({
    ...options.platform,
    path: `${directory}/accounts.json`,
    dumbPath: options.dumbUsersPath,
  });
  if (options.localSignIn === true) await admitPasswords(store, logger);
  const passwords = createPasswords(options.passwordRounds);
  const accounts = createAccounts({ store, passwords, ids, clock });
  const secret = await readSecret(options);
  const tokens = createTokens(secret);
  const tickets = createTickets(clock, ids);
  const sessions = await openSessions({ files, clock, ids, path: `${directory}/sessions.json` });
  const signIn = createSignIn({ ...options, store, accounts, passwords, tokens, sessions, clock });
  const notSaved = (what: string) => (error: unknown) => logger.error('auth.not-saved', { what, error: String(error) });
  const apiTokens = await openApiTokens({
    files,
    clock,
    ids,
    path: `${directory}/tokens.json`,
    onSaveFailure: notSaved('tokens'),
  });
  store.onChange(() => {
    const book = store.book();
    sessions
      .retain(({ accountId, tokenVersion }) =>
        book.accounts.some(
          (account) => account.id === accountId && account.tokenVersion === tokenVersion && mayComeIn(account, book),
        ),
      )
      // They have ended in any case: what is kept of them names a version that no account has any more, or one
      // that is looked at again with every use.
      .catch(notSaved('sessions'));
  });
  const externals = createExternalAccounts({ store, ids, clock });
  const oidc = createOidc({ ...options.platform, store, externals, signIn, speak: createProviderClient(clock) });
  const access = createAccess({ ...options, clock, store, tokens, tickets, sessions, apiTokens });
  const pageKey = createHmac('sha256', secret).update('pages of services').digest('base64url');
  return { store, accounts, signIn, oidc, tokens, tickets, sessions, apiTokens, access, pageKey };
}

/** The way back in when the provider is gone: whoever may start us may do this, and it lasts until somebody changes it. */
async function admitPasswords(store: AccountStore, logger: Platform['logger']): Promise<void> {
  if (store.peek()?.mode !== 'oidc') return;
  await store.update((book) => ({ ...book, mode: 'hybrid' }));
  logger.warn('auth.passwords-admitted', { mode: 'hybrid' });
}

/** The signing secret; a short or missing one is replaced, which ends all sessions. */
async function readSecret(options: Parameters<typeof openAuth>[0]): Promise<string> {
  const { files, ids } = options.platform;
  const path = `${options.directory}/token.key`;
  const known = (await files.readText(path))?.trim();
  if (known !== undefined && known.length >= 43) return known;
  const secret = ids.secret(32);
  await files.write(path, `${secret}\n`, { mode: 0o600 });
  return secret;
}
