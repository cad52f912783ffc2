import { isIP } from 'node:net';
import {
  type AuthMode,
  authModes,
  type AuthProviderAnswer,
  type AuthProviderBody,
  type OidcProvider,
  Problem,
  providerSources,
} from '@showrunner/contracts';

const callbackPath = '/api/auth/oidc/callback';

/** What DUMB takes for what a client leaves out, and an installation without a provider. */
export const noProvider: OidcProvider = {
  enabled: false,
  provider_name: 'Single Sign-On',
  source: 'custom_oidc',
  issuer_url: '',
  client_id: '',
  client_secret: '',
  redirect_uri: '',
  discovery_url: '',
  authorization_endpoint: '',
  token_endpoint: '',
  userinfo_endpoint: '',
  jwks_uri: '',
  scopes: ['openid', 'profile', 'email', 'groups'],
  username_claim: 'preferred_username',
  groups_claim: 'groups',
  allowed_groups: [],
  tls_verify: true,
  allow_private_endpoints: false,
  allow_http: false,
  timeout_seconds: 10,
  default_role: 'viewer',
  role_mapping: { viewer: [], operator: [], admin: [] },
};

/** The provider as it may be shown. */
export function presentProvider(mode: AuthMode, provider: OidcProvider): AuthProviderAnswer {
  const { client_secret: secret, ...oidc } = provider;
  return { mode, oidc: { ...oidc, client_secret_configured: secret !== '' } };
}

/**
 * What a client asks for, completed and checked. The mode `local` needs no provider and leaves the stored one.
 * @throws Problem `auth.provider` with every rule that is broken
 */
export function readProvider(
  body: AuthProviderBody,
  stored: OidcProvider | undefined,
): { mode: AuthMode; provider: OidcProvider | undefined } {
  const mode = authModes.find((known) => known === (body.mode ?? 'hybrid'));
  if (mode === undefined) throw refuse([`mode: “${body.mode}” is none of ${authModes.join(', ')}.`]);
  if (mode === 'local') return { mode, provider: stored };
  const { mode: _mode, confirm_oidc_only: confirmed, source: _source, ...given } = body;
  const source = readSource(body.source);
  const merged: OidcProvider = { ...noProvider, enabled: true, ...ours(body, stored), ...trimmed(given), source };
  const provider: OidcProvider = {
    ...merged,
    client_secret: merged.client_secret || secretFor(merged, stored),
    scopes: [...new Set(['openid', ...merged.scopes.map((scope) => scope.trim())])].filter((scope) => scope !== ''),
    allowed_groups: merged.allowed_groups.map((group) => group.trim()).filter((group) => group !== ''),
    timeout_seconds: Math.min(30, Math.max(2, merged.timeout_seconds)),
  };
  const faults = [...missing(provider), ...wrongRedirect(provider.redirect_uri), ...wrongAddresses(provider)];
  if (mode === 'oidc') faults.push(...lockOut(provider, confirmed === true));
  if (faults.length > 0) throw refuse(faults);
  return { mode, provider };
}

/** A client of the original does not know of roles: they stay, and are at first those that its groups stand for. */
function ours(body: AuthProviderBody, stored: OidcProvider | undefined): Partial<OidcProvider> {
  if (stored !== undefined) return { default_role: stored.default_role, role_mapping: stored.role_mapping };
  // Groups that were named are trusted, as they are by DUMB; everybody whom a provider knows is not.
  return { default_role: (body.allowed_groups ?? []).length > 0 ? 'admin' : 'viewer' };
}

/** The stored secret goes nowhere but to where it was meant for. */
function secretFor(wanted: OidcProvider, stored: OidcProvider | undefined): string {
  const same = (['source', 'issuer_url', 'discovery_url', 'token_endpoint'] as const).every(
    (key) => wanted[key] === stored?.[key],
  );
  return same ? (stored?.client_secret ?? '') : '';
}

function readSource(source: string = noProvider.source): OidcProvider['source'] {
  const known = providerSources.find((name) => name === (source === 'external' ? 'custom_oidc' : source));
  if (known === undefined) throw refuse([`source: “${source}” is none of ${providerSources.join(', ')}.`]);
  return known;
}

function trimmed<T extends object>(fields: T): T {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  // The same fields with the same kinds of values.
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === 'string' ? value.trim() : (value as unknown)]),
  ) as T;
}

function missing(provider: OidcProvider): string[] {
  const needed = ['issuer_url', 'client_id', 'client_secret', 'redirect_uri'] as const;
  return needed.filter((key) => provider[key] === '').map((key) => `${key}: is needed.`);
}

function wrongRedirect(text: string): string[] {
  if (text === '') return [];
  const wish = `redirect_uri: must be https://<name with a dot>${callbackPath}, as the provider has it.`;
  if (!URL.canParse(text) || /[?#;]/.test(text)) return [wish];
  const { protocol, hostname, username, password, pathname } = new URL(text);
  const named = hostname.includes('.') && isIP(hostname) === 0 && !hostname.endsWith('.localhost');
  const plain = username === '' && password === '' && pathname === callbackPath;
  return protocol === 'https:' && named && plain ? [] : [wish];
}

function wrongAddresses(provider: OidcProvider): string[] {
  const keys = [
    'issuer_url',
    'discovery_url',
    'authorization_endpoint',
    'token_endpoint',
    'userinfo_endpoint',
    'jwks_uri',
  ] as const;
  return keys.flatMap((key) => {
    const fault = provider[key] === '' ? undefined : addressFault(provider[key], provider);
    return fault === undefined ? [] : [`${key}: ${fault}`];
  });
}

/** What is wrong with an address of a provider as such; whom its name resolves to is looked at when it is called. */
export function addressFault(text: string, { allow_http: http }: Pick<OidcProvider, 'allow_http'>): string | undefined {
  if (!URL.canParse(text)) return 'is no address.';
  const { protocol, username, password } = new URL(text);
  if (protocol === 'http:' && !http) return 'must begin with https://, or allow_http must be on.';
  if (protocol !== 'https:' && protocol !== 'http:') return 'must begin with https://.';
  return username === '' && password === '' ? undefined : 'must hold no user name and no password.';
}

function lockOut(provider: OidcProvider, confirmed: boolean): string[] {
  return [
    ...(confirmed ? [] : ['confirm_oidc_only: must be true, as no password lets anybody in then.']),
    ...(provider.enabled ? [] : ['enabled: must be true, or nobody could come in.']),
    ...(provider.default_role === 'admin' || provider.role_mapping.admin.length > 0
      ? []
      : ['role_mapping.admin: name a group, or nobody could administer Showrunner.']),
  ];
}

function refuse(faults: readonly string[]): Problem {
  return new Problem('auth.provider', faults.join(' '));
}
