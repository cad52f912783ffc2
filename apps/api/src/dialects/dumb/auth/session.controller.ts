import { Body, Controller, Inject, Query, Req } from '@nestjs/common';
import {
  AuthStatusAnswer,
  LoginBody,
  MessageAnswer,
  Problem,
  RefreshBody,
  SetupBody,
  TokenAnswer,
  VerifyAnswer,
  VerifyQuery,
} from '@showrunner/contracts';
import type { FastifyRequest } from 'fastify';
import { openProvider, takesPasswords } from '../../../auth/accounts/account.ts';
import type { Auth } from '../../../auth/open-auth.ts';
import { readClient } from '../../../http/guards/client.ts';
import { Route } from '../../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../../parts.ts';

const tag = 'Authentication';
const open = { role: 'public', tag } as const;

/** Coming in: first account, password, renewal. */
@Controller()
export class SessionController {
  private readonly auth: Auth;

  constructor(@Inject(PARTS) parts: Parts) {
    this.auth = parts.auth;
  }

  @Route({
    ...open,
    method: 'GET',
    path: '/auth/status',
    summary: 'Whether and how to sign in',
    response: AuthStatusAnswer,
  })
  status(@Req() request: FastifyRequest): AuthStatusAnswer {
    const book = this.auth.store.peek();
    const provider = book && openProvider(book);
    return {
      enabled: book?.enabled ?? true,
      has_users: (book?.accounts.length ?? 1) > 0,
      setup_skipped: book?.setupSkipped ?? false,
      mode: book?.mode ?? 'local',
      local_login_enabled: book === undefined || takesPasswords(book),
      oidc_login_enabled: provider !== undefined,
      oidc_provider_name: provider?.provider_name ?? '',
      setup_code_required: book?.accounts.length === 0 && this.auth.signIn.needsSetupCode(readClient(request.raw)),
    };
  }

  @Route({
    ...open,
    method: 'POST',
    path: '/auth/setup',
    summary: 'Make the first account and sign in with it',
    body: SetupBody,
    response: TokenAnswer,
    errors: {
      400: 'There is an account, or a rule is broken',
      403: 'The one-time code is missing or wrong',
      429: 'Too many tries',
    },
  })
  setup(@Body() body: SetupBody, @Req() request: FastifyRequest): Promise<TokenAnswer> {
    const { username, password, setup_code: code } = body;
    return this.auth.signIn.setup(readClient(request.raw), { username, password, code });
  }

  @Route({
    ...open,
    method: 'POST',
    path: '/auth/skip-setup',
    summary: 'Go on without accounts; only this machine may come in',
    response: MessageAnswer,
    errors: { 400: 'There is an account', 403: 'Only from this machine, or with the one-time code' },
  })
  async skipSetup(@Body() body: unknown, @Req() request: FastifyRequest) {
    this.auth.signIn.checkSetupCode(readClient(request.raw), readCode(body));
    await this.auth.accounts.skipSetup();
    return { message: 'Setup skipped. Without an account only this machine may come in.' };
  }

  @Route({
    ...open,
    method: 'POST',
    path: '/auth/login',
    summary: 'Sign in with name and password',
    body: LoginBody,
    response: TokenAnswer,
    errors: { 401: 'The name or the password is not right', 429: 'Too many tries; Retry-After says how long to wait' },
  })
  login(@Body() { username, password }: LoginBody, @Req() request: FastifyRequest): Promise<TokenAnswer> {
    return this.auth.signIn.login(readClient(request.raw), username, password);
  }

  @Route({
    ...open,
    method: 'POST',
    path: '/auth/refresh',
    changes: false,
    summary: 'Renew a session; the token is good once',
    body: RefreshBody,
    response: TokenAnswer,
    errors: { 401: 'The session has ended' },
  })
  refresh(@Body() { refresh_token: token }: RefreshBody, @Req() request: FastifyRequest): Promise<TokenAnswer> {
    return this.auth.signIn.refresh(readClient(request.raw), token);
  }

  @Route({
    ...open,
    method: 'POST',
    path: '/auth/verify',
    changes: false,
    summary: 'Whether an access token is good',
    query: VerifyQuery,
    response: VerifyAnswer,
  })
  verify(@Query() { token }: VerifyQuery, @Req() request: FastifyRequest) {
    const nobody = { valid: false, username: null };
    if (this.auth.store.peek()?.enabled !== true) return nobody;
    try {
      const client = { ...readClient(request.raw), bearer: token };
      return { valid: true, username: this.auth.access.recognise(client).name };
    } catch (error) {
      if (error instanceof Problem) return nobody;
      throw error;
    }
  }
}

/** The body is optional, and clients of the original send none. */
function readCode(body: unknown): string | undefined {
  const code: unknown = typeof body === 'object' && body !== null && 'setup_code' in body ? body.setup_code : undefined;
  return typeof code === 'string' ? code : undefined;
}
