import { type OidcProvider, Problem, Type } from '@showrunner/contracts';
import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  clockTolerance,
  Configuration,
  customFetch,
  enableNonRepudiationChecks,
  type ServerMetadata,
} from 'openid-client';
import { isOf, withoutSlash } from '../accounts/account.ts';
import { schemaCheck } from '../../schema-check.ts';
import type { ProviderFetch } from './provider-http.ts';

/** Signatures with a key pair only: what a client secret signs, whoever knows the secret could sign. */
const signatures = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384'];
/** Clocks of two machines differ by so many seconds. */
const toleranceSeconds = 30;

const endpointNames = ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri'] as const;

type Document = ServerMetadata & Readonly<Record<string, unknown>>;

const isDocument = schemaCheck<Document>(
  Type.Object({
    issuer: Type.String({ minLength: 1 }),
    ...Object.fromEntries(endpointNames.map((name) => [name, Type.Optional(Type.String())])),
    id_token_signing_alg_values_supported: Type.Optional(Type.Array(Type.String())),
    token_endpoint_auth_methods_supported: Type.Optional(Type.Array(Type.String())),
    code_challenge_methods_supported: Type.Optional(Type.Array(Type.String())),
    scopes_supported: Type.Optional(Type.Array(Type.String())),
  }),
);

/** What a provider publishes of itself, with the addresses that are set here in its place. */
export interface Discovered {
  readonly metadata: ServerMetadata;
  /** Names of the endpoints that are known, sorted. */
  readonly endpoints: readonly string[];
}

/** Reads what a provider publishes. @throws Problem `auth.provider` */
export async function discover(provider: OidcProvider, fetch: ProviderFetch): Promise<Discovered> {
  const address = provider.discovery_url || `${withoutSlash(provider.issuer_url)}/.well-known/openid-configuration`;
  const response = await fetch(address, { headers: { accept: 'application/json' } });
  if (response.status !== 200) {
    throw new Problem('auth.provider', `${address} answers ${response.status}; is the issuer_url the right one?`);
  }
  const document = parse(await response.text());
  if (!isDocument(document)) {
    throw new Problem('auth.provider', `${address} does not answer with a discovery document of OpenID Connect.`);
  }
  if (!isOf(provider, document.issuer)) {
    throw new Problem(
      'auth.provider',
      `The provider calls itself ${document.issuer}, but issuer_url is ${provider.issuer_url}. Both must be the same.`,
    );
  }
  const metadata: ServerMetadata = {
    ...document,
    ...Object.fromEntries(endpointNames.flatMap((name) => (provider[name] === '' ? [] : [[name, provider[name]]]))),
    id_token_signing_alg_values_supported: readSignatures(document),
  };
  for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const) {
    if (!metadata[name]) throw new Problem('auth.provider', `${address} names no ${name}. Set it here.`);
  }
  return { metadata, endpoints: endpointNames.filter((name) => metadata[name]).toSorted() };
}

/** A client of a discovered provider that verifies every signature. */
export function toConfiguration(provider: OidcProvider, { metadata }: Discovered, fetch: ProviderFetch): Configuration {
  const { client_id: id, client_secret: secret } = provider;
  const client = { client_secret: secret, [clockTolerance]: toleranceSeconds };
  const configuration = new Configuration(metadata, id, client, clientAuth(metadata, secret));
  configuration[customFetch] = (url, { method, headers, body }) =>
    fetch(url, { method, headers, ...(body === undefined || body === null ? {} : { body: String(body) }) });
  configuration.timeout = provider.timeout_seconds;
  enableNonRepudiationChecks(configuration);
  if (provider.allow_http) allowInsecureRequests(configuration);
  return configuration;
}

/** Basic is what every provider must know; the few that say that they do not get the secret in the form. */
function clientAuth({ token_endpoint_auth_methods_supported: methods }: ServerMetadata, secret: string): ClientAuth {
  const onlyPost = methods?.includes('client_secret_post') === true && !methods.includes('client_secret_basic');
  return onlyPost ? ClientSecretPost(secret) : ClientSecretBasic(secret);
}

function readSignatures({ id_token_signing_alg_values_supported: offered = ['RS256'] }: ServerMetadata): string[] {
  const accepted = offered.filter((name) => signatures.includes(name));
  if (accepted.length > 0) return accepted;
  const wish = `It must sign with one of ${signatures.join(', ')}.`;
  throw new Problem('auth.provider', `The provider signs ID tokens with ${offered.join(', ') || 'nothing'}. ${wish}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A page instead of a document: refused with its address by whoever asked.
    return undefined;
  }
}
