import {
  type AuthProviderAnswer,
  type AuthProviderBody,
  type OidcProvider,
  type OidcTestAnswer,
  Problem,
  type TokenAnswer,
} from '@showrunner/contracts';
import type { Clock, Ids, Logger } from '@showrunner/platform';
import type { Client } from '../../http/guards/client.ts';
import { type AccountBook, isLocalAdmin, mayComeIn, openProvider, roleOf } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import type { ExternalAccounts } from '../accounts/external-accounts.ts';
import { createAttemptLimiter } from '../limits/attempt-limiter.ts';
import type { SignIn } from '../sign-in.ts';
import { oauthReason } from './explain.ts';
import { createLoginCodes, createPendingSignIns } from './pending.ts';
import type { ProviderClient } from './provider-client.ts';
import { noProvider, presentProvider, readProvider } from './provider-settings.ts';
import { testProvider } from './test-provider.ts';

/** Of one address in five minutes. */
const mostStarts = 60;
const mostFailures = 20;
const longestReturn = 2048;

/** Sign-in with a provider of OpenID Connect. The mode and the provider take effect at once, also for who is signed in. */
export interface Oidc {
  provider(): AuthProviderAnswer;
  /** @throws Problem `auth.provider` with the rules that are broken, `auth.conflict` where nobody could come in */
  save(body: AuthProviderBody): Promise<AuthProviderAnswer>;
  test(body: AuthProviderBody): Promise<OidcTestAnswer>;
  /** Where to send the browser. @throws Problem `request.not-found` where nobody signs in that way */
  start(client: Client, browser: string, returnTo: string | undefined): Promise<string>;
  /** Where to send a browser that came back: a page of ours, with a code or with what went wrong. Never throws. */
  finish(client: Client, browser: string, query: Readonly<Record<string, string>>): Promise<string>;
  /** Trades the code of that page. @throws Problem `auth.failed` */
  exchange(client: Client, browser: string, code: string): Promise<TokenAnswer>;
}

export function createOidc(tools: {
  store: AccountStore;
  externals: ExternalAccounts;
  signIn: Pick<SignIn, 'open'>;
  speak: ProviderClient;
  clock: Clock;
  ids: Ids;
  logger: Logger;
}): Oidc {
  const { store, ids, clock, logger } = tools;
  const starts = createAttemptLimiter(clock, mostStarts);
  const failures = createAttemptLimiter(clock, mostFailures);
  const pending = createPendingSignIns(clock);
  const codes = createLoginCodes(clock);

  const requireProvider = (): OidcProvider => {
    const book = store.book();
    const provider = book.enabled ? openProvider(book) : undefined;
    if (provider === undefined) throw new Problem('request.not-found', 'Sign-in with a provider is switched off.');
    return provider;
  };
  const comeBack = async (browser: string, query: Readonly<Record<string, string>>): Promise<string> => {
    const provider = requireProvider();
    const state = query['state'] ?? '';
    const began = pending.take(state, browser);
    if (began === undefined || began === 'foreign') throw unknownReturn(provider, began);
    if (query['error'] !== undefined) {
      throw new Problem('auth.provider', `The provider did not sign you in. ${oauthReason(query['error'])}`);
    }
    const identity = await tools.speak.identify(provider, query, { ...began, state });
    const { id } = await tools.externals.recognise(identity);
    const code = ids.secret(32);
    codes.put(code, browser, id);
    return `/login#oidc_code=${encodeURIComponent(code)}&return_to=${encodeURIComponent(began.returnTo)}`;
  };

  return {
    provider: () => present(store.book()),
    async save(body) {
      const book = await store.update((before) => {
        const { mode, provider } = readProvider(body, before.oidc);
        const after: AccountBook = { ...before, mode, ...(provider === undefined ? {} : { oidc: provider }) };
        if (mode === 'local' && before.enabled && !before.accounts.some(isLocalAdmin)) {
          throw new Problem('auth.conflict', 'No administrator has a password, so nobody could administer Showrunner.');
        }
        return provider === undefined ? after : withRoles(after, provider);
      });
      return present(book);
    },
    async test(body) {
      const { mode, provider } = readProvider({ ...body, confirm_oidc_only: true }, store.book().oidc);
      if (mode !== 'local' && provider !== undefined) return testProvider(provider);
      throw new Problem('auth.provider', 'The mode local has no provider to test.');
    },
    async start(client, browser, returnTo) {
      const provider = requireProvider();
      starts.check([client.address]);
      starts.failed([client.address]);
      const state = ids.secret(32);
      const began = { nonce: ids.secret(32), verifier: ids.secret(64), returnTo: safeReturn(returnTo) };
      const url = await tools.speak.authorizationUrl(provider, state, began);
      pending.put(state, browser, began);
      return url;
    },
    async finish(client, browser, query) {
      try {
        failures.check([client.address]);
        return await comeBack(browser, query);
      } catch (error) {
        failures.failed([client.address]);
        const known = error instanceof Problem;
        logger.warn('auth.provider-refused', { error: String(error), cause: known ? String(error.cause ?? '') : '' });
        const text = known ? error.message : 'Sign-in failed inside Showrunner; its log says why.';
        return `/login#oidc_error=${encodeURIComponent(text)}`;
      }
    },
    async exchange(client, browser, code) {
      requireProvider();
      failures.check([client.address]);
      const id = codes.take(code, browser);
      const book = store.book();
      const account = book.accounts.find((one) => one.id === id);
      if (account !== undefined && mayComeIn(account, book)) return tools.signIn.open(client, account);
      failures.failed([client.address]);
      throw new Problem('auth.failed', 'This sign-in has expired or was used already. Sign in again.');
    },
  };
}

function present({ mode, oidc = noProvider }: AccountBook): AuthProviderAnswer {
  return presentProvider(mode, oidc);
}

/** What groups stand for now, they stand for with everybody who came in before. */
function withRoles(book: AccountBook, provider: OidcProvider): AccountBook {
  const accounts = book.accounts.map((account) =>
    account.external === undefined ? account : { ...account, role: roleOf(account.external.groups, provider) },
  );
  return { ...book, accounts };
}

function unknownReturn({ redirect_uri: address }: OidcProvider, began: 'foreign' | undefined): Problem {
  const text =
    began === 'foreign'
      ? `This sign-in was begun in another browser or at another address. Begin it at ${new URL(address).origin}.`
      : 'This sign-in has expired, or was not begun here. Try again.';
  return new Problem('auth.failed', text);
}

/** A page of ours, or home. */
function safeReturn(wanted: string | undefined): string {
  return wanted !== undefined && /^\/(?!\/)[^\\\r\n]*$/.test(wanted) ? wanted.slice(0, longestReturn) : '/';
}
