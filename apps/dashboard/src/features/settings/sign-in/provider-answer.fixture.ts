import type { AuthProviderAnswer } from '@showrunner/contracts';

/** A provider as it is stored and shown. */
export const providerAnswer: AuthProviderAnswer = {
  mode: 'hybrid',
  oidc: {
    enabled: true,
    provider_name: 'Authelia',
    source: 'custom_oidc',
    issuer_url: 'https://auth.example.org',
    client_id: 'showrunner',
    client_secret_configured: true,
    redirect_uri: 'https://show.example.org/api/auth/oidc/callback',
    discovery_url: '',
    authorization_endpoint: '',
    token_endpoint: '',
    userinfo_endpoint: '',
    jwks_uri: '',
    scopes: ['openid', 'groups'],
    username_claim: 'preferred_username',
    groups_claim: 'groups',
    allowed_groups: ['media', 'home cinema'],
    tls_verify: true,
    allow_private_endpoints: false,
    allow_http: false,
    timeout_seconds: 10,
    default_role: 'viewer',
    role_mapping: { viewer: [], operator: [], admin: ['chiefs'] },
  },
};
