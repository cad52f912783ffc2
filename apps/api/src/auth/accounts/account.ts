import { type AuthMode, type OidcProvider, type Role, roles } from '@showrunner/contracts';

/** Who an account is at a sign-in provider: issuer and subject name a person for ever, whatever the name is. */
export interface External {
  /** Without a slash at its end. */
  readonly issuer: string;
  readonly subject: string;
  /** Those of the last sign-in. */
  readonly groups: readonly string[];
}

/** One account as it is kept. */
export interface Account {
  /** Never given again: what a token names, so that a new account of an old name inherits nothing. */
  readonly id: string;
  readonly username: string;
  /** bcrypt; absent for whom a provider vouches. */
  readonly passwordHash?: string;
  readonly external?: External;
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
  readonly mode: AuthMode;
  /** Kept also while the mode is `local`. */
  readonly oidc?: OidcProvider;
  readonly accounts: readonly Account[];
}

export const emptyBook: AccountBook = { enabled: false, setupSkipped: false, mode: 'local', accounts: [] };

/** Whether an account is that of an administrator with a password: the way back in when a provider is gone. */
export function isLocalAdmin({ role, disabled, passwordHash }: Account): boolean {
  return role === 'admin' && !disabled && passwordHash !== undefined;
}

export const takesPasswords = ({ mode }: AccountBook): boolean => mode !== 'oidc';

/** The provider that people may sign in with now. */
export function openProvider({ mode, oidc }: AccountBook): OidcProvider | undefined {
  return mode !== 'local' && oidc?.enabled === true ? oidc : undefined;
}

/** Whether somebody may come in by an account; asked at every use, so that what is taken away is gone at once. */
export function mayComeIn({ disabled, external }: Account, book: AccountBook): boolean {
  if (disabled) return false;
  if (external === undefined) return takesPasswords(book);
  const provider = openProvider(book);
  return provider !== undefined && isOf(provider, external.issuer) && isAllowed(external.groups, provider);
}

/** Whether an issuer is that of a provider; a slash at the end is none of its name. */
export function isOf(provider: OidcProvider, issuer: string): boolean {
  return withoutSlash(provider.issuer_url) === withoutSlash(issuer);
}

export const withoutSlash = (address: string): string => address.replace(/\/+$/, '');

export function isAllowed(groups: readonly string[], { allowed_groups: allowed }: OidcProvider): boolean {
  return allowed.length === 0 || shareOne(groups, allowed);
}

/** The highest role that one of the groups stands for. */
export function roleOf(groups: readonly string[], { role_mapping: mapping, default_role: rest }: OidcProvider): Role {
  return roles.toReversed().find((role) => shareOne(groups, mapping[role])) ?? rest;
}

function shareOne(some: readonly string[], others: readonly string[]): boolean {
  const plain = (name: string) => name.trim().toLowerCase();
  const known = new Set(others.map(plain));
  return some.some((name) => known.has(plain(name)));
}
