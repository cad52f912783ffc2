import type { AuthProviderBody } from '@showrunner/contracts';
import type { FakeProvider } from './fake-provider.ts';
import type { Answer, TestServer } from './test-server.ts';

export const redirectUri = 'https://show.example.org/api/auth/oidc/callback';

/** What an administrator enters for that provider. */
export function settingsOf(provider: FakeProvider, more: AuthProviderBody = {}): AuthProviderBody {
  return {
    mode: 'hybrid',
    issuer_url: provider.issuer,
    client_id: provider.clientId,
    client_secret: provider.clientSecret,
    redirect_uri: redirectUri,
    allow_http: true,
    allow_private_endpoints: true,
    timeout_seconds: 2,
    ...more,
  };
}

/** A browser that has begun to sign in. */
export interface Begun {
  readonly authorizationUrl: string;
  /** As it sends it back. */
  readonly cookie: string;
}

export async function begin(server: TestServer, returnTo = '/'): Promise<Begun> {
  const answer = await server.ask('GET', `/api/auth/oidc/start?return_to=${encodeURIComponent(returnTo)}`);
  const { authorization_url: authorizationUrl } = answer.json as { authorization_url: string };
  return { authorizationUrl, cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '' };
}

/** The way back from the provider: the fragment of the page that the browser lands on. */
export async function comeBack(server: TestServer, query: string, cookie: string): Promise<URLSearchParams> {
  const headers = { cookie, accept: 'text/html' };
  const answer = await server.ask('GET', `/api/auth/oidc/callback?${query}`, { headers });
  const location = String(answer.headers.location);
  if (answer.status !== 303 || !location.startsWith('/login#')) throw new Error(`${answer.status} ${answer.text}`);
  return new URLSearchParams(location.slice('/login#'.length));
}

export function exchange(server: TestServer, code: string | null, cookie: string): Promise<Answer> {
  return server.ask('POST', '/api/auth/oidc/exchange', { body: { code: code ?? '' }, headers: { cookie } });
}

/** All of it, as a person does it. @throws Error with what the page would say */
export async function signInAt(
  server: TestServer,
  provider: FakeProvider,
): Promise<{ access_token: string; refresh_token: string }> {
  const { authorizationUrl, cookie } = await begin(server);
  const landed = await comeBack(server, provider.signIn(authorizationUrl), cookie);
  if (landed.has('oidc_error')) throw new Error(landed.get('oidc_error') ?? '');
  const answer = await exchange(server, landed.get('oidc_code'), cookie);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json as { access_token: string; refresh_token: string };
}
