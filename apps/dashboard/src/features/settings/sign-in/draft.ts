import type { AuthMode, AuthProviderAnswer, AuthProviderBody, Role } from '@showrunner/contracts';

type Oidc = AuthProviderAnswer['oidc'];

/** Lists, as one line of text each while they are edited. */
interface Lists {
  readonly scopes: string;
  readonly allowed_groups: string;
  readonly viewer: string;
  readonly operator: string;
  readonly admin: string;
}

/** What is entered in the form. */
export interface Draft
  extends
    Omit<Oidc, 'scopes' | 'allowed_groups' | 'role_mapping' | 'client_secret_configured' | 'timeout_seconds'>,
    Lists {
  readonly mode: AuthMode;
  readonly client_secret: string;
  readonly timeout_seconds: string;
  readonly default_role: Role;
  readonly confirmed: boolean;
}

/** Fields with one line of text. */
export type TextKey = { [K in keyof Draft]: string extends Draft[K] ? K : never }[keyof Draft];
export type SwitchKey = 'enabled' | 'tls_verify' | 'allow_private_endpoints' | 'allow_http';

/** The form as it opens. @param origin of this page, which is likely where the provider shall come back to */
export function toDraft({ mode, oidc }: AuthProviderAnswer, origin: string): Draft {
  const { role_mapping: roles, client_secret_configured: _known, ...rest } = oidc;
  const fresh = oidc.issuer_url === '';
  return {
    ...rest,
    mode,
    // A provider that is being entered is meant to be used.
    enabled: fresh || oidc.enabled,
    client_secret: '',
    redirect_uri: oidc.redirect_uri || (origin.startsWith('https:') ? `${origin}/api/auth/oidc/callback` : ''),
    timeout_seconds: String(oidc.timeout_seconds),
    scopes: oidc.scopes.join(' '),
    allowed_groups: oidc.allowed_groups.join(', '),
    viewer: roles.viewer.join(', '),
    operator: roles.operator.join(', '),
    admin: roles.admin.join(', '),
    confirmed: false,
  };
}

/** What is sent. Whatever is wrong with it the server says, field by field. */
export function toBody(draft: Draft): AuthProviderBody {
  const { viewer, operator, admin, confirmed, ...rest } = draft;
  if (draft.mode === 'local') return { mode: 'local' };
  return {
    ...rest,
    timeout_seconds: Math.trunc(Number(draft.timeout_seconds)) || 10,
    scopes: draft.scopes.split(/[\s,]+/).filter((scope) => scope !== ''),
    allowed_groups: toNames(draft.allowed_groups),
    role_mapping: { viewer: toNames(viewer), operator: toNames(operator), admin: toNames(admin) },
    confirm_oidc_only: confirmed,
  };
}

/** Groups may have spaces in their names. */
function toNames(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
