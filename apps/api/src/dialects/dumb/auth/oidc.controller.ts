import { randomBytes } from 'node:crypto';
import { Body, Controller, Inject, Query, Req, Res } from '@nestjs/common';
import {
  OidcCallbackQuery,
  OidcExchangeBody,
  OidcStartAnswer,
  OidcStartQuery,
  TokenAnswer,
  Type,
} from '@showrunner/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Oidc } from '../../../auth/oidc/oidc.ts';
import { readClient } from '../../../http/guards/client.ts';
import { Route } from '../../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../../parts.ts';
import { readCookies } from '../../../service-pages/cookies.ts';

const open = { role: 'public', tag: 'Authentication' } as const;
/** The prefix keeps a page of a neighbouring name from setting it. */
const browserCookie = '__Host-showrunner-oidc';
const cookieSeconds = 600;

/**
 * Sign-in with a provider. A cookie ties all three steps to one browser, so that nobody can have another person finish
 * what they began.
 */
@Controller()
export class OidcController {
  private readonly oidc: Oidc;

  constructor(@Inject(PARTS) parts: Parts) {
    this.oidc = parts.auth.oidc;
  }

  @Route({
    ...open,
    method: 'GET',
    path: '/auth/oidc/start',
    summary: 'Begin to sign in with the provider: where to send the browser',
    query: OidcStartQuery,
    response: OidcStartAnswer,
    errors: {
      400: 'The provider cannot be used',
      404: 'Nobody signs in that way here',
      429: 'Too many tries; Retry-After says how long to wait',
    },
  })
  async start(
    @Query() { return_to: returnTo }: OidcStartQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OidcStartAnswer> {
    // Two tabs may be signing in at once.
    const browser = readBrowser(request) || randomBytes(32).toString('base64url');
    const url = await this.oidc.start(readClient(request.raw), browser, returnTo);
    const attributes = `Path=/; Max-Age=${cookieSeconds}; HttpOnly; Secure; SameSite=Lax`;
    void reply.header('set-cookie', `${browserCookie}=${browser}; ${attributes}`);
    return { authorization_url: url };
  }

  @Route({
    ...open,
    method: 'GET',
    path: '/auth/oidc/callback',
    summary: 'Where the provider sends the browser back to; it goes on to the page for signing in',
    query: OidcCallbackQuery,
    status: 303,
    response: Type.Null(),
  })
  async finish(
    @Query() query: OidcCallbackQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const texts = Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    const page = await this.oidc.finish(readClient(request.raw), readBrowser(request), Object.fromEntries(texts));
    await reply.status(303).header('location', page).send();
  }

  @Route({
    ...open,
    method: 'POST',
    path: '/auth/oidc/exchange',
    summary: 'Trade the code of the page for tokens; it is good once, for a minute',
    body: OidcExchangeBody,
    response: TokenAnswer,
    errors: { 401: 'The code is unknown, used or expired', 404: 'Nobody signs in that way here' },
  })
  exchange(@Body() { code }: OidcExchangeBody, @Req() request: FastifyRequest): Promise<TokenAnswer> {
    return this.oidc.exchange(readClient(request.raw), readBrowser(request), code);
  }
}

/** What the cookie says; blank where there is none. */
function readBrowser(request: FastifyRequest): string {
  const cookie = readCookies(request.headers.cookie).find(([name]) => name === browserCookie);
  return cookie !== undefined && /^[\w-]{43}$/.test(cookie[1]) ? cookie[1] : '';
}
