import { type Static, Type, Words } from '../../schema.ts';
import { AuthMode, Role } from './auth.ts';

/** By whom the provider is run: by this stack, an Authelia of one's own, or anybody who speaks OpenID Connect. */
export const providerSources = ['managed', 'external_authelia', 'custom_oidc'] as const;

const Names = Type.Array(Type.String({ maxLength: 256 }), { maxItems: 256 });
const Text = Type.String({ maxLength: 2048 });

/** Groups of the provider whose members get a role; whoever is in several gets the highest. */
export const RoleMapping = Type.Object({ viewer: Names, operator: Names, admin: Names });
export type RoleMapping = Static<typeof RoleMapping>;

/** All of a provider but its secret. Addresses that are blank are those that it publishes itself. */
const settings = {
  enabled: Type.Boolean(),
  /** What the button at the sign-in says. */
  provider_name: Text,
  source: Words(providerSources),
  issuer_url: Text,
  client_id: Text,
  /** Ours, as it is known there: `https://<name>/api/auth/oidc/callback`. */
  redirect_uri: Text,
  discovery_url: Text,
  authorization_endpoint: Text,
  token_endpoint: Text,
  userinfo_endpoint: Text,
  jwks_uri: Text,
  scopes: Names,
  username_claim: Text,
  groups_claim: Text,
  /** Who may come in; empty: everybody whom the provider knows. */
  allowed_groups: Names,
  tls_verify: Type.Boolean(),
  allow_private_endpoints: Type.Boolean(),
  allow_http: Type.Boolean(),
  /** Of one request to the provider, 2 to 30. */
  timeout_seconds: Type.Integer(),
  /** Ours: the role of whoever is in no mapped group. */
  default_role: Role,
  /** Ours. */
  role_mapping: RoleMapping,
};

/** A provider as it is kept. */
export const OidcProvider = Type.Object({ ...settings, client_secret: Text });
export type OidcProvider = Static<typeof OidcProvider>;

/** `GET /auth/provider`: the secret can be replaced, never read. */
export const AuthProviderAnswer = Type.Object({
  mode: AuthMode,
  oidc: Type.Object({ ...settings, client_secret_configured: Type.Boolean() }),
});
export type AuthProviderAnswer = Static<typeof AuthProviderAnswer>;

const OptionalText = Type.Optional(Text);

/** `PUT /auth/provider` and `POST /auth/oidc/test`. What is absent has DUMB's default; of ours it stays as it was. */
export const AuthProviderBody = Type.Object({
  mode: OptionalText,
  enabled: Type.Optional(Type.Boolean()),
  provider_name: OptionalText,
  source: OptionalText,
  issuer_url: OptionalText,
  client_id: OptionalText,
  /** Blank: the stored one. */
  client_secret: OptionalText,
  redirect_uri: OptionalText,
  discovery_url: OptionalText,
  authorization_endpoint: OptionalText,
  token_endpoint: OptionalText,
  userinfo_endpoint: OptionalText,
  jwks_uri: OptionalText,
  scopes: Type.Optional(Names),
  username_claim: OptionalText,
  groups_claim: OptionalText,
  allowed_groups: Type.Optional(Names),
  tls_verify: Type.Optional(Type.Boolean()),
  allow_private_endpoints: Type.Optional(Type.Boolean()),
  allow_http: Type.Optional(Type.Boolean()),
  timeout_seconds: Type.Optional(Type.Integer()),
  /** Must be true for the mode `oidc`: no password lets anybody in then. */
  confirm_oidc_only: Type.Optional(Type.Boolean()),
  default_role: Type.Optional(Role),
  role_mapping: Type.Optional(RoleMapping),
});
export type AuthProviderBody = Static<typeof AuthProviderBody>;

/** `POST /auth/oidc/test` */
export const OidcTestAnswer = Type.Object({
  ok: Type.Boolean(),
  issuer: Type.String(),
  /** Names of the endpoints that are known, sorted. */
  endpoints: Type.Array(Type.String()),
  /** Ours: what will go wrong at the first sign-in, or may. */
  warnings: Type.Array(Type.String()),
});
export type OidcTestAnswer = Static<typeof OidcTestAnswer>;

/** `GET /auth/oidc/start` */
export const OidcStartQuery = Type.Object({ return_to: Type.Optional(Type.String()) });
export type OidcStartQuery = Static<typeof OidcStartQuery>;
export const OidcStartAnswer = Type.Object({ authorization_url: Type.String() });
export type OidcStartAnswer = Static<typeof OidcStartAnswer>;

/** `GET /auth/oidc/callback`: what a provider sends along; it may send more. */
export const OidcCallbackQuery = Type.Object({
  state: Type.Optional(Type.String({ maxLength: 256 })),
  code: Type.Optional(Type.String({ maxLength: 4096 })),
  error: Type.Optional(Type.String()),
});
export type OidcCallbackQuery = Static<typeof OidcCallbackQuery>;

/** `POST /auth/oidc/exchange` */
export const OidcExchangeBody = Type.Object({ code: Type.String({ maxLength: 256 }) });
export type OidcExchangeBody = Static<typeof OidcExchangeBody>;
