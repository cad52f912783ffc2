import jwt from 'jsonwebtoken';
import { Problem, Type } from '@showrunner/contracts';
import type { Account } from '../accounts/account.ts';
import { schemaCheck } from '../../schema-check.ts';

const accessSeconds = 20 * 60;
/** How long a browser that is not used stays signed in. */
const refreshSeconds = 30 * 24 * 3600;
/** The same where a provider vouches, which may think otherwise tomorrow. */
const externalRefreshSeconds = 24 * 3600;

export const refreshSecondsOf = ({ external }: { readonly external?: unknown }): number =>
  external === undefined ? refreshSeconds : externalRefreshSeconds;

/** Ours have some 300 characters. */
const longestToken = 4_096;

/** What a token says. `sub` is the account's id, never its name. */
export interface Claims {
  readonly sub: string;
  readonly type: 'access' | 'refresh';
  readonly ver: number;
  readonly exp: number;
  /** The session that it belongs to. */
  readonly sid: string;
  /** Of a refresh token: its place in the session. */
  readonly jti?: string;
}

export interface Tokens {
  access(account: Account, session: string): string;
  refresh(account: Account, session: string, jti: string): string;
  /** @throws Problem `auth.required` for whatever is not a valid token of that type */
  read(token: string, type: Claims['type']): Claims;
}

const isClaims = schemaCheck<Claims>(
  Type.Object({
    sub: Type.String(),
    type: Type.Union([Type.Literal('access'), Type.Literal('refresh')]),
    ver: Type.Integer(),
    exp: Type.Number(),
    sid: Type.String(),
    jti: Type.Optional(Type.String()),
  }),
);

/** Signs and reads tokens with one secret and one algorithm. */
export function createTokens(secret: string): Tokens {
  const sign = (claims: object, expiresIn: number) => jwt.sign(claims, secret, { algorithm: 'HS256', expiresIn });
  const seen = new Map<string, Claims>();
  const fail = () => new Problem('auth.required', 'Invalid or expired token');

  const verify = (token: string): Claims => {
    if (token.length > longestToken) throw fail();
    let claims: unknown;
    try {
      claims = jwt.verify(token, secret, { algorithms: ['HS256'] });
    } catch (cause) {
      throw new Problem('auth.required', 'Invalid or expired token', { cause });
    }
    if (!isClaims(claims)) throw fail();
    // A signature that was good stays good: a page that polls does not pay for it each time.
    if (seen.size >= 256) seen.clear();
    seen.set(token, claims);
    return claims;
  };

  return {
    // Name and provider are for showing; who the caller is, `sub` says.
    access: ({ id, username, tokenVersion, external }, sid) => {
      const shown = { preferred_username: username, provider: external === undefined ? 'local' : 'oidc' };
      return sign({ sub: id, ...shown, type: 'access', ver: tokenVersion, sid }, accessSeconds);
    },
    refresh: ({ id, tokenVersion, external }, sid, jti) =>
      sign({ sub: id, type: 'refresh', ver: tokenVersion, sid, jti }, refreshSecondsOf({ external })),
    read(token, type) {
      const known = seen.get(token);
      const claims = known !== undefined && known.exp * 1000 > Date.now() ? known : verify(token);
      if (claims.type !== type) throw fail();
      return claims;
    },
  };
}
