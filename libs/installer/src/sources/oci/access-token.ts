import { Problem } from '@showrunner/contracts';
import { type HttpResponse, rateLimitSeconds } from '@showrunner/platform';
import type { SourceContext } from '../performer.ts';

const timeoutMs = 30_000;
/** What a token is good for where its server does not say; so the specification of the distribution project. */
const usualSeconds = 60;
/** One that ends this soon might end on its way. */
const marginMs = 10_000;

/** Where a registry sends us for a token. */
interface Challenge {
  readonly realm: string;
  readonly service: string | undefined;
  readonly scope: string;
}

/** Tokens for reading one repository, as anybody gets them. */
export interface AccessTokens {
  /** The header to send; `undefined` as long as nobody has asked for one. A token that runs out is replaced. */
  current(): Promise<string | undefined>;
  /** Does what an answer of status 401 asks for. @throws Problem `source.*` */
  answer(response: Pick<HttpResponse, 'headers'>): Promise<string>;
  /** The registry does not take it any more. */
  forget(): void;
}

/** @param repository `owner/name`, for the scope where the registry names none */
export function createAccessTokens(
  registryUrl: string,
  repository: string,
  { tools, options }: SourceContext,
): AccessTokens {
  let challenge: Challenge | undefined;
  let token: { readonly header: string; readonly until: number } | undefined;
  const request = async (asked: Challenge): Promise<string> => {
    const url = new URL(asked.realm);
    if (asked.service !== undefined) url.searchParams.set('service', asked.service);
    url.searchParams.set('scope', asked.scope);
    const headers = { 'user-agent': 'showrunner' };
    const response = await tools.network.http(
      { url: url.href, headers, timeoutMs, followRedirects: true },
      options.signal,
    );
    refuseRateLimit(response, asked.realm, tools.clock.now());
    const given = response.status === 200 ? parseToken(response.body) : undefined;
    if (given === undefined) {
      const status = { details: { status: response.status } };
      throw new Problem('source.unreachable', `${asked.realm} gave no token for ${repository}`, status);
    }
    token = { header: `Bearer ${given.token}`, until: tools.clock.now() + given.seconds * 1000 - marginMs };
    return token.header;
  };
  return {
    current: async () => {
      if (challenge === undefined) return undefined;
      return token !== undefined && tools.clock.now() < token.until ? token.header : await request(challenge);
    },
    answer: async ({ headers }) => {
      challenge = parseChallenge(headers['www-authenticate'] ?? '', registryUrl, repository);
      return await request(challenge);
    },
    forget: () => {
      token = undefined;
    },
  };
}

/** @throws Problem `source.rate-limited` */
export function refuseRateLimit({ status, headers }: HttpResponse, where: string, nowMs: number): void {
  const retryAfterSeconds = rateLimitSeconds(status, headers, nowMs);
  if (retryAfterSeconds === undefined) return;
  const message = `${where} asks us to wait ${retryAfterSeconds} s`;
  throw new Problem('source.rate-limited', message, { details: { retryAfterSeconds } });
}

/** `Bearer realm="https://auth…",service="…",scope="…"`. A registry on https may not send us to what is not. */
function parseChallenge(header: string, registryUrl: string, repository: string): Challenge {
  const [, list = ''] = /^Bearer\s+(.*)$/is.exec(header) ?? [];
  const fields = new Map([...list.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
  const realm = fields.get('realm') ?? '';
  const { protocol } = URL.canParse(realm) ? new URL(realm) : { protocol: '' };
  if (protocol !== 'https:' && (protocol !== 'http:' || registryUrl.startsWith('https:'))) {
    throw new Problem('source.not-found', `${registryUrl} wants a sign-in that is not possible here`, {
      details: { registry: registryUrl },
    });
  }
  return { realm, service: fields.get('service'), scope: fields.get('scope') ?? `repository:${repository}:pull` };
}

function parseToken(body: string): { readonly token: string; readonly seconds: number } | undefined {
  try {
    const { token, access_token: other, expires_in: seconds } = JSON.parse(body) as Readonly<Record<string, unknown>>;
    const given = token ?? other;
    // Into a header goes only what can stand in one.
    if (typeof given !== 'string' || !/^[\w.~+/=-]+$/.test(given)) return undefined;
    return { token: given, seconds: typeof seconds === 'number' && seconds > 0 ? seconds : usualSeconds };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}
