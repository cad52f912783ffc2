import { timingSafeEqual } from 'node:crypto';
import { Problem, type TokenAnswer } from '@showrunner/contracts';
import type { Clock } from '@showrunner/platform';
import type { Client } from '../http/guards/client.ts';
import { type Account, mayComeIn, takesPasswords } from './accounts/account.ts';
import type { AccountStore } from './accounts/account-store.ts';
import type { Accounts } from './accounts/accounts.ts';
import { createAttemptLimiter } from './limits/attempt-limiter.ts';
import type { Passwords } from './passwords.ts';
import type { Sessions } from './tokens/sessions.ts';
import type { Tokens } from './tokens/tokens.ts';

const mostFailures = 10;
/** An address that tries many names gets further than one that tries one, but not far. */
const mostFailuresOfAddress = 50;
/** Whoever has many addresses still has few tries at one account. */
const mostFailuresOfAccount = 100;

/** Signing in: first account, password, renewal. */
export interface SignIn {
  /** Whether this client must show the one-time code to make the first account. */
  needsSetupCode(client: Client): boolean;
  /** @throws Problem `auth.setup-code`, `request.too-many` */
  checkSetupCode(client: Client, code: string | undefined): void;
  setup(
    client: Client,
    account: { username: string; password: string; code: string | undefined },
  ): Promise<TokenAnswer>;
  login(client: Client, username: string, password: string): Promise<TokenAnswer>;
  /** Signs in somebody for whom others have vouched. */
  open(client: Client, account: Account): Promise<TokenAnswer>;
  refresh(client: Client, token: string): Promise<TokenAnswer>;
  /** Ends all sessions of the account and opens one here. @throws Problem `auth.conflict`, `request.too-many` */
  changePassword(client: Client, username: string, words: { current: string; next: string }): Promise<TokenAnswer>;
}

/** Passwords that were tried until no more are taken. */
export interface Guessing {
  readonly address: string;
  readonly username: string;
}

export function createSignIn(tools: {
  store: AccountStore;
  accounts: Accounts;
  passwords: Passwords;
  tokens: Tokens;
  sessions: Sessions;
  clock: Clock;
  setupCode: string;
  /** Hears of it each time that a limit is reached. */
  onGuessing?: (guessing: Guessing) => void;
}): SignIn {
  const { store, accounts, tokens, sessions } = tools;
  const limiter = createAttemptLimiter(tools.clock, mostFailures);
  const addresses = createAttemptLimiter(tools.clock, mostFailuresOfAddress);
  const names = createAttemptLimiter(tools.clock, mostFailuresOfAccount);

  const start = async (account: Account, client: Client): Promise<TokenAnswer> => {
    const { id, jti } = await sessions.open(account, originOf(client));
    return answer(account, id, jti);
  };
  const answer = (account: Account, session: string, jti: string): TokenAnswer => ({
    access_token: tokens.access(account, session),
    refresh_token: tokens.refresh(account, session, jti),
    token_type: 'bearer',
  });
  const renew = async (client: Client, token: string) => {
    const claims = tokens.read(token, 'refresh');
    const { jti } = await sessions.rotate(claims.sid, claims.jti ?? '', originOf(client));
    return { claims, jti };
  };
  const isAtHome = (account: Account | undefined, { address }: Client) =>
    account !== undefined && sessions.of(account.id).some((session) => session.address === address);
  const requireEnabled = () => {
    if (!store.book().enabled) throw new Problem('auth.failed', 'Signing in is switched off.');
  };
  const needsSetupCode = (client: Client) => !client.local;
  const checkSetupCode = (client: Client, code: string | undefined) => {
    if (!needsSetupCode(client)) return;
    const keys = [`setup ${client.address}`];
    limiter.check(keys);
    if (code !== undefined && isSame(code, tools.setupCode)) return;
    limiter.failed(keys);
    throw new Problem(
      'auth.setup-code',
      'From another machine the first account needs the one-time code from the log.',
    );
  };

  return {
    needsSetupCode,
    checkSetupCode,
    async setup(client, { username, password, code }) {
      checkSetupCode(client, code);
      return start(await accounts.setup(username, password), client);
    },
    async login(client, username, password) {
      requireEnabled();
      if (!takesPasswords(store.book())) throw new Problem('auth.failed', 'Passwords are switched off here.');
      const keys = [`${client.address} ${username}`];
      limiter.check(keys);
      addresses.check([client.address]);
      const account = accounts.find(username);
      // Strangers who guess must not keep out who is signed in from there already.
      if (!isAtHome(account, client)) names.check([username]);
      const right = await tools.passwords.matches(password, account?.passwordHash);
      if (account !== undefined && right && !account.disabled) {
        limiter.succeeded(keys);
        return start(account, client);
      }
      limiter.failed(keys);
      addresses.failed([client.address]);
      names.failed([username]);
      if (limiter.isFull(keys) || addresses.isFull([client.address]) || names.isFull([username])) {
        tools.onGuessing?.({ address: client.address, username });
      }
      throw new Problem('auth.failed', 'The name or the password is not right.');
    },
    async changePassword(client, username, { current, next }) {
      const keys = [`${client.address} ${username}`];
      limiter.check(keys);
      if (!(await tools.passwords.matches(current, accounts.find(username)?.passwordHash))) {
        limiter.failed(keys);
        throw new Problem('auth.conflict', 'The present password is not right.');
      }
      limiter.succeeded(keys);
      return start(await accounts.change(username, { password: next }), client);
    },
    open: (client, account) => start(account, client),
    async refresh(client, token) {
      requireEnabled();
      addresses.check([client.address]);
      const { claims, jti } = await renew(client, token).catch((error: unknown) => {
        addresses.failed([client.address]);
        throw error;
      });
      const account = accounts.list().find(({ id }) => id === claims.sub);
      if (account === undefined || !mayComeIn(account, store.book()) || account.tokenVersion !== claims.ver) {
        throw new Problem('auth.required', 'This account is no longer authorized');
      }
      return answer(account, claims.sid, jti);
    },
  };
}

const originOf = ({ address, agent }: Client) => ({ address, agent });

/** Compares without telling by the time how much was right. */
function isSame(given: string, wanted: string): boolean {
  const a = Buffer.from(given.trim());
  const b = Buffer.from(wanted);
  return a.length === b.length && timingSafeEqual(a, b);
}
