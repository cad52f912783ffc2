import { type OidcProvider, type OidcTestAnswer, Type } from '@showrunner/contracts';
import { genericGrantRequest } from 'openid-client';
import { schemaCheck } from '../../schema-check.ts';
import { type Discovered, discover, toConfiguration } from './discovery.ts';
import { explainProvider, oauthErrorOf, oauthReason } from './explain.ts';
import { createProviderFetch, type ProviderFetch } from './provider-http.ts';

const hasKeys = schemaCheck<{ readonly keys: readonly { readonly kty: string }[] }>(
  Type.Object({ keys: Type.Array(Type.Object({ kty: Type.String() }), { minItems: 1 }) }),
);

/**
 * Looks at a provider without signing anybody in: what it publishes, its keys, and whether it knows us. What ends every
 * sign-in is refused, what may spoil one is warned of.
 * @throws Problem `auth.provider`
 */
export async function testProvider(provider: OidcProvider): Promise<OidcTestAnswer> {
  const fetch = createProviderFetch(provider);
  const found = await discover(provider, fetch);
  const [keys, client] = await Promise.all([findKeys(found, fetch), findClient(provider, found, fetch)]);
  const warnings = [...keys, ...client, ...missingOffers(provider, found)];
  return { ok: true, issuer: found.metadata.issuer, endpoints: [...found.endpoints], warnings };
}

async function findKeys({ metadata }: Discovered, fetch: ProviderFetch): Promise<string[]> {
  const address = metadata.jwks_uri ?? '';
  try {
    const response = await fetch(address, { headers: { accept: 'application/json' } });
    const keys: unknown = response.status === 200 ? await response.json() : undefined;
    return hasKeys(keys) ? [] : [`${address} publishes no key to check signatures with.`];
  } catch (error) {
    return [explainProvider(error).message];
  }
}

/** A code that cannot be good is refused as such by a provider that knows us, and otherwise for who we are. */
async function findClient(provider: OidcProvider, found: Discovered, fetch: ProviderFetch): Promise<string[]> {
  try {
    await genericGrantRequest(toConfiguration(provider, found, fetch), 'authorization_code', {
      code: 'showrunner-looks-whether-it-is-known',
      code_verifier: 'showrunner-looks-whether-it-is-known-to-this-provider',
      redirect_uri: provider.redirect_uri,
    });
    return ['The provider takes a code that it never gave. Do not use it.'];
  } catch (error) {
    const code = oauthErrorOf(error);
    if (code === undefined) return [explainProvider(error).message];
    const strangers = ['invalid_client', 'unauthorized_client', 'redirect_uri_mismatch'];
    return strangers.includes(code) ? [`The provider answers, but: ${oauthReason(code)}`] : [];
  }
}

function missingOffers(provider: OidcProvider, { metadata }: Discovered): string[] {
  const { scopes_supported: offered, code_challenge_methods_supported: challenges } = metadata;
  const strange = offered === undefined ? [] : provider.scopes.filter((scope) => !offered.includes(scope));
  return [
    ...(strange.length === 0
      ? []
      : [`The provider does not offer ${strange.join(', ')}; what these bring may be missing, or it refuses.`]),
    ...(challenges === undefined || challenges.includes('S256')
      ? []
      : ['The provider does not know PKCE with S256, so a stolen code could be used by others.']),
  ];
}
