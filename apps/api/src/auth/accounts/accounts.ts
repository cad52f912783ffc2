import { Problem, type Role } from '@showrunner/contracts';
import type { Clock, Ids } from '@showrunner/platform';
import { type Account, type AccountBook, isLocalAdmin, openProvider, takesPasswords } from './account.ts';
import { checkPassword, checkUsername } from './account-rules.ts';
import type { AccountStore } from './account-store.ts';
import type { Passwords } from '../passwords.ts';

/** A new account as it is asked for. */
export interface NewAccount {
  readonly username: string;
  readonly password: string;
  readonly role: Role;
}

/** Keeps the accounts in order: who there is, and that somebody can always get in. All throw `auth.conflict`. */
export interface Accounts {
  list(): readonly Account[];
  find(username: string): Account | undefined;
  /** The very first account: an administrator; signing in is needed from now on. */
  setup(username: string, password: string): Promise<Account>;
  skipSetup(): Promise<void>;
  create(account: NewAccount): Promise<Account>;
  change(username: string, to: { disabled?: boolean; role?: Role; password?: string }): Promise<Account>;
  remove(username: string, by: string | undefined): Promise<void>;
  enable(): Promise<void>;
  disable(): Promise<void>;
}

export function createAccounts(tools: { store: AccountStore; passwords: Passwords; ids: Ids; clock: Clock }): Accounts {
  const { store } = tools;

  const make = async (wanted: NewAccount): Promise<Account> => {
    checkUsername(wanted.username);
    checkPassword(wanted.password);
    const passwordHash = await tools.passwords.hash(wanted.password);
    return {
      id: tools.ids.next('account'),
      username: wanted.username,
      passwordHash,
      role: wanted.role,
      disabled: false,
      tokenVersion: 1,
      createdAt: tools.clock.now(),
    };
  };
  const setupIsOver = () => new Problem('auth.conflict', 'There is an account already. Sign in with it.');
  const refuseLater = (book: AccountBook) => {
    if (book.accounts.length > 0) throw setupIsOver();
    if (book.enabled) throw new Problem('auth.forbidden', 'Signing in is already needed here.');
  };

  return {
    list: () => store.book().accounts,
    find: (username) => store.book().accounts.find((account) => account.username === username),
    async setup(username, password) {
      refuseLater(store.book());
      const account = await make({ username, password, role: 'admin' });
      await store.update((book) => {
        refuseLater(book);
        return { ...book, enabled: true, accounts: [account] };
      });
      return account;
    },
    async skipSetup() {
      await store.update((book) => {
        refuseLater(book);
        return { ...book, enabled: false, setupSkipped: true };
      });
    },
    async create(wanted) {
      const account = await make(wanted);
      await store.update((book) => {
        if (book.accounts.some(({ username }) => username === account.username)) {
          throw new Problem('auth.conflict', `The name ${account.username} is taken.`);
        }
        const first = book.accounts.length === 0;
        // The first account opens the age of signing in, and somebody must be able to administer.
        const added: Account = first ? { ...account, role: 'admin' } : account;
        const enabled = first && !book.enabled ? { enabled: true, setupSkipped: false } : {};
        return { ...book, ...enabled, accounts: [...book.accounts, added] };
      });
      return this.find(account.username) ?? account;
    },
    async change(username, to) {
      if (to.password !== undefined) checkPassword(to.password);
      const passwordHash = to.password === undefined ? undefined : await tools.passwords.hash(to.password);
      const book = await store.update((before) => {
        const known = requireAccount(before, username);
        if (known.external !== undefined && (to.role ?? to.password) !== undefined) {
          throw new Problem('auth.conflict', `Password and role of ${username} are those that the provider says.`);
        }
        const changed: Account = {
          ...known,
          disabled: to.disabled ?? known.disabled,
          role: to.role ?? known.role,
          ...(passwordHash === undefined ? {} : { passwordHash }),
          // Whoever was let in on the old terms must come in again.
          tokenVersion: known.tokenVersion + (to.disabled === true || passwordHash !== undefined ? 1 : 0),
        };
        return keepSomebody(
          before,
          before.accounts.map((a) => (a === known ? changed : a)),
        );
      });
      return requireAccount(book, username);
    },
    async remove(username, by) {
      await store.update((before) => {
        if (username === by) throw new Problem('auth.conflict', 'You cannot delete your own account.');
        const known = requireAccount(before, username);
        return keepSomebody(
          before,
          before.accounts.filter((account) => account !== known),
        );
      });
    },
    async enable() {
      await store.update((book) => {
        const byPassword = takesPasswords(book) && book.accounts.some(isLocalAdmin);
        if (!byPassword && openProvider(book) === undefined) {
          throw new Problem('auth.conflict', 'Create an account first, or nobody could come in.');
        }
        return { ...book, enabled: true };
      });
    },
    async disable() {
      await store.update((book) => ({ ...book, enabled: false }));
    },
  };
}

function requireAccount(book: AccountBook, username: string): Account {
  const account = book.accounts.find((candidate) => candidate.username === username);
  if (account === undefined) throw new Problem('auth.conflict', `There is no account ${username}.`);
  return account;
}

/** The last password of an administrator stays, also where people come in by a provider: that may be gone one day. */
function keepSomebody(before: AccountBook, accounts: readonly Account[]): AccountBook {
  if (accounts.some(isLocalAdmin) || !before.accounts.some(isLocalAdmin)) return { ...before, accounts };
  throw new Problem('auth.conflict', 'This is the last administrator who can sign in with a password.');
}
