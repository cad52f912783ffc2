import type { OidcProvider } from '@showrunner/contracts';
import type { Clock } from '@showrunner/platform';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type Configuration,
  fetchUserInfo,
} from 'openid-client';
import { discover, toConfiguration } from './discovery.ts';
import { explainProvider } from './explain.ts';
import { type Identity, readIdentity } from './identity.ts';
import type { PendingSignIn } from './pending.ts';
import { createProviderFetch } from './provider-http.ts';

/** What a provider published is believed for so long; its keys it may change at any time. */
const discoveryMs = 600_000;

/** Speaks to a provider. All throw Problem `auth.provider`. */
export interface ProviderClient {
  /** Where the browser is sent. */
  authorizationUrl(provider: OidcProvider, state: string, pending: PendingSignIn): Promise<string>;
  /** Who came back. @param query of the callback, as it came */
  identify(
    provider: OidcProvider,
    query: Readonly<Record<string, string>>,
    expected: PendingSignIn & { readonly state: string },
  ): Promise<Identity>;
}

export function createProviderClient(clock: Clock): ProviderClient {
  let known: { provider: OidcProvider; configuration: Promise<Configuration>; until: number } | undefined;

  const configure = (provider: OidcProvider): Promise<Configuration> => {
    if (known?.provider === provider && known.until > clock.now()) return known.configuration;
    const fetch = createProviderFetch(provider);
    const configuration = discover(provider, fetch).then((found) => toConfiguration(provider, found, fetch));
    const entry = { provider, configuration, until: clock.now() + discoveryMs };
    known = entry;
    configuration.catch(() => {
      if (known === entry) known = undefined;
    });
    return configuration;
  };

  return {
    async authorizationUrl(provider, state, { nonce, verifier }) {
      try {
        const url = buildAuthorizationUrl(await configure(provider), {
          redirect_uri: provider.redirect_uri,
          scope: provider.scopes.join(' '),
          state,
          nonce,
          code_challenge: await calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        });
        return url.href;
      } catch (error) {
        throw explainProvider(error);
      }
    },
    async identify(provider, query, { state, nonce, verifier }) {
      try {
        const configuration = await configure(provider);
        const came = new URL(`${provider.redirect_uri}?${new URLSearchParams(query).toString()}`);
        const tokens = await authorizationCodeGrant(configuration, came, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) throw new Error('no ID token'); // it was expected, so that cannot be
        const userinfo =
          configuration.serverMetadata().userinfo_endpoint === undefined
            ? undefined
            : await fetchUserInfo(configuration, tokens.access_token, claims.sub);
        return readIdentity(claims, userinfo, provider);
      } catch (error) {
        throw explainProvider(error);
      }
    },
  };
}
