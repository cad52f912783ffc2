import type { Role } from '@showrunner/contracts';

/** One account as it is kept. */
export interface Account {
  /** Never given again: what a token names, so that a new account of an old name inherits nothing. */
  readonly id: string;
  readonly username: string;
  /** bcrypt. */
  readonly passwordHash: string;
  readonly role: Role;
  readonly disabled: boolean;
  /** Grows when all tokens of the account are to end. */
  readonly tokenVersion: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** Everything about who may come in. */
export interface AccountBook {
  /** Whether signing in is needed. */
  readonly enabled: boolean;
  readonly setupSkipped: boolean;
  readonly accounts: readonly Account[];
}

export const emptyBook: AccountBook = { enabled: false, setupSkipped: false, accounts: [] };

/** Whether an account could sign in as administrator. */
export function isActiveAdmin(account: Account): boolean {
  return account.role === 'admin' && !account.disabled;
}
