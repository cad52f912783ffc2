import { Problem } from '@showrunner/contracts';
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';

const reasons: Readonly<Record<string, string>> = {
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED:
    'Its ID token has expired or is not good yet. Compare the clocks of the two machines.',
  OAUTH_KEY_SELECTION_FAILED: 'Its ID token is signed with a key that it does not publish.',
  OAUTH_UNSUPPORTED_OPERATION: 'Its ID token is signed in a way that is not accepted.',
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: 'Its userinfo endpoint speaks of somebody else than its ID token.',
  OAUTH_RESPONSE_IS_NOT_JSON: 'It answers with a page where data was asked for.',
  OAUTH_PARSE_ERROR: 'It answers with something that is not JSON.',
  OAUTH_RESPONSE_IS_NOT_CONFORM: 'It answers with a status that was not to be expected.',
  OAUTH_REQUEST_PROTOCOL_FORBIDDEN: 'One of the addresses that it publishes does not begin with https://.',
  OAUTH_HTTP_REQUEST_FORBIDDEN: 'One of the addresses that it publishes does not begin with https://.',
  OAUTH_TIMEOUT: 'It does not answer in time.',
};

const claimReasons: Readonly<Record<string, string>> = {
  aud: 'Its ID token is meant for another client; compare the client_id.',
  iss: 'Its ID token is of another issuer.',
  nonce: 'Its ID token belongs to another sign-in.',
};

/** Errors of OAuth that are about how the two know each other. */
const oauthReasons: Readonly<Record<string, string>> = {
  invalid_client: 'It does not know this client_id, or the client_secret is wrong.',
  unauthorized_client: 'It does not let this client sign people in with a code.',
  invalid_grant: 'It takes the code for expired or used. Sign in again.',
  redirect_uri_mismatch: 'It does not know the redirect_uri.',
  invalid_token: 'Its userinfo endpoint does not take the token that it gave.',
  access_denied: 'It refused, or the sign-in was given up there.',
  invalid_scope: 'It does not know one of the scopes.',
};

/** What a failed exchange with a provider means, in a sentence that holds no word of the provider’s own. */
export function explainProvider(error: unknown): Problem {
  // The library wraps what our own way out refuses.
  const own = causesOf(error).find((cause) => cause instanceof Problem);
  if (own !== undefined) return own;
  return new Problem('auth.provider', `The provider did not sign you in. ${reasonOf(error)}`, { cause: error });
}

function reasonOf(error: unknown): string {
  const code = oauthErrorOf(error);
  if (code !== undefined) return oauthReason(code);
  if (!(error instanceof ClientError))
    return error instanceof TypeError ? 'It cannot be reached.' : 'The log says why.';
  const known = reasons[error.code ?? ''];
  if (known !== undefined) return known;
  const claim = causesOf(error).flatMap((cause) =>
    typeof cause === 'object' && cause !== null && 'claim' in cause ? [String(cause.claim)] : [],
  )[0];
  return claimReasons[claim ?? ''] ?? `Its answer is not as it must be: ${error.message}.`;
}

/** The error of RFC 6749 that a provider answered with, in its body, its redirect or its challenge. */
export function oauthErrorOf(error: unknown): string | undefined {
  if (error instanceof ResponseBodyError || error instanceof AuthorizationResponseError) return error.error;
  if (!(error instanceof WWWAuthenticateChallengeError)) return undefined;
  // A client that came with Basic is challenged with Basic, which has no room for an error.
  return error.cause.find(({ parameters }) => parameters.error !== undefined)?.parameters.error ?? 'invalid_client';
}

/** An error and what it goes back to. */
function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let next = error; next !== undefined && !causes.includes(next);) {
    causes.push(next);
    next = next instanceof Error ? next.cause : undefined;
  }
  return causes;
}

/** @param code of RFC 6749; anything else could be a sentence that somebody wants us to show */
export function oauthReason(code: string): string {
  const name = /^[a-z_]{1,40}$/.test(code) ? code : 'an unknown error';
  return oauthReasons[name] ?? `It says ${name}.`;
}
