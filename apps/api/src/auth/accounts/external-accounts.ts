import { type OidcProvider, Problem } from '@showrunner/contracts';
import type { Clock, Ids } from '@showrunner/platform';
import type { Identity } from '../oidc/identity.ts';
import { type Account, type AccountBook, isAllowed, isOf, openProvider, roleOf, withoutSlash } from './account.ts';
import type { AccountStore } from './account-store.ts';

/** Accounts of people for whom a provider vouches. They come into being at the first sign-in. */
export interface ExternalAccounts {
  /**
   * The account of an identity, with its groups and its role as they are today. Whoever has lost their groups loses their
   * sessions by this, too.
   * @throws Problem `auth.forbidden` for who may not come in
   */
  recognise(identity: Identity): Promise<Account>;
}

export function createExternalAccounts(tools: { store: AccountStore; ids: Ids; clock: Clock }): ExternalAccounts {
  const { store } = tools;
  return {
    async recognise(identity) {
      const id = tools.ids.next('account');
      const book = await store.update((before) => {
        const provider = providerOf(before, identity);
        const known = before.accounts.find((account) => isSame(account, identity));
        if (known !== undefined) {
          const renewed = renew(known, identity, provider, before);
          return { ...before, accounts: before.accounts.map((account) => (account === known ? renewed : account)) };
        }
        if (!isAllowed(identity.groups, provider)) throw notAllowed();
        const fresh = { id, username: '', disabled: false, tokenVersion: 1, createdAt: tools.clock.now() } as const;
        const made = renew({ ...fresh, role: 'viewer' }, identity, provider, before);
        return { ...before, accounts: [...before.accounts, made] };
      });
      const account = book.accounts.find((one) => isSame(one, identity));
      if (account === undefined || !isAllowed(identity.groups, providerOf(book, identity))) throw notAllowed();
      if (account.disabled) throw new Problem('auth.forbidden', 'This account is switched off here.');
      return account;
    },
  };
}

function providerOf(book: AccountBook, { issuer }: Identity): OidcProvider {
  const provider = openProvider(book);
  if (provider === undefined || !isOf(provider, issuer)) {
    throw new Problem('auth.forbidden', 'Sign-in with this provider was switched off meanwhile.');
  }
  return provider;
}

function renew(account: Account, identity: Identity, provider: OidcProvider, book: AccountBook): Account {
  const { subject, groups } = identity;
  return {
    ...account,
    username: freeName(book, account.id, identity),
    role: roleOf(groups, provider),
    external: { issuer: withoutSlash(identity.issuer), subject, groups },
  };
}

function isSame({ external }: Account, { issuer, subject }: Identity): boolean {
  return external?.issuer === withoutSlash(issuer) && external.subject === subject;
}

/** A name that no other account has: a provider must not be able to lend somebody the name of an administrator. */
function freeName(book: AccountBook, ownId: string, { name, issuer }: Identity): string {
  const taken = new Set(book.accounts.flatMap(({ id, username }) => (id === ownId ? [] : [username.toLowerCase()])));
  const wanted = name.replace(/[^A-Za-z0-9._@-]/g, '-').slice(0, 64);
  const elsewhere = `${wanted.slice(0, 40)}@${new URL(issuer).hostname}`.slice(0, 60);
  for (let n = 1; ; n += 1) {
    const candidate = n === 1 ? wanted : n === 2 ? elsewhere : `${elsewhere}-${n}`;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}

const notAllowed = () =>
  new Problem('auth.forbidden', 'You are in none of the groups that may use Showrunner. Ask who runs it to add you.');
