import type { OidcProvider } from '@showrunner/contracts';

/** Who somebody is at a provider. */
export interface Identity {
  /** As the provider writes it; with `subject` it names one person for ever. */
  readonly issuer: string;
  readonly subject: string;
  /** What a person would call it; may change, and may be taken here. */
  readonly name: string;
  readonly groups: readonly string[];
}

type ClaimSet = Readonly<Record<string, unknown>>;

/**
 * Reads an identity out of the verified claims of an ID token and of the answer of the userinfo endpoint, which adds to
 * them. An address that the provider has not verified names nobody: anybody could have typed it.
 */
export function readIdentity(
  token: ClaimSet & { readonly iss: string; readonly sub: string },
  userinfo: ClaimSet | undefined,
  { username_claim: nameClaim, groups_claim: groupsClaim }: Pick<OidcProvider, 'username_claim' | 'groups_claim'>,
): Identity {
  const claims: ClaimSet = { ...token, ...userinfo };
  // An address and whether it was verified must be said by the same side.
  const said = textOf(userinfo?.['email']) === undefined ? token : (userinfo ?? token);
  const email = said['email_verified'] === true ? textOf(said['email']) : undefined;
  const chosen = nameClaim === 'email' ? email : textOf(claims[nameClaim]);
  return {
    issuer: token.iss,
    subject: token.sub,
    name: chosen ?? email ?? token.sub,
    groups: readGroups(claims[groupsClaim]),
  };
}

/** A list, or one text with spaces or commas between the names. */
function readGroups(value: unknown): string[] {
  const named = typeof value === 'string' ? value.split(/[\s,]+/) : Array.isArray(value) ? (value as unknown[]) : [];
  return [...new Set(named.flatMap((name) => textOf(name) ?? []))];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
