import { Body, Controller, Inject, Param } from '@nestjs/common';
import {
  ApiTokensAnswer,
  type ApiTokenView,
  CreateApiTokenAnswer,
  CreateApiTokenBody,
  EndedAnswer,
  Problem,
  roles,
  SessionParams,
} from '@showrunner/contracts';
import type { Auth } from '../../auth/open-auth.ts';
import type { ApiToken } from '../../auth/tokens/api-tokens.ts';
import { Caller, type Principal } from '../../http/guards/principal.ts';
import { Route } from '../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../parts.ts';

const own = { role: 'viewer', tag: 'Authentication' } as const;

/** Tokens with which the caller's scripts come in. */
@Controller()
export class ApiTokensController {
  private readonly auth: Auth;

  constructor(@Inject(PARTS) parts: Parts) {
    this.auth = parts.auth;
  }

  @Route({
    ...own,
    method: 'GET',
    path: '/api/native/tokens',
    summary: 'Tokens for programs, the newest first',
    response: ApiTokensAnswer,
  })
  list(@Caller() { accountId }: Principal): ApiTokensAnswer {
    return { tokens: accountId === undefined ? [] : this.auth.apiTokens.of(accountId).map(toView) };
  }

  @Route({
    ...own,
    method: 'POST',
    path: '/api/native/tokens',
    summary: 'Make a token for a program; the answer is the only place where it can be read',
    body: CreateApiTokenBody,
    response: CreateApiTokenAnswer,
    errors: { 400: 'There are too many', 403: 'Its role is above the caller’s, or the caller is a program itself' },
  })
  async create(@Body() body: CreateApiTokenBody, @Caller() caller: Principal): Promise<CreateApiTokenAnswer> {
    const account = this.auth.accounts.list().find(({ id }) => id === caller.accountId);
    if (account === undefined) throw new Problem('auth.conflict', 'A token belongs to an account; create one first.');
    if (caller.tokenId !== undefined) throw new Problem('auth.forbidden', 'A token makes no tokens. Sign in for that.');
    if (roles.indexOf(body.role) > roles.indexOf(caller.role)) {
      throw new Problem('auth.forbidden', `You are ${caller.role}, and so a token of yours is at most ${caller.role}.`);
    }
    const { token, made } = await this.auth.apiTokens.create(account, body);
    return { token, view: toView(made) };
  }

  @Route({
    ...own,
    method: 'DELETE',
    path: '/api/native/tokens/:id',
    summary: 'Delete a token; whoever came in with it is out at once',
    params: SessionParams,
    response: EndedAnswer,
  })
  async remove(@Param('id') id: string, @Caller() { accountId = '' }: Principal): Promise<EndedAnswer> {
    return { ended: (await this.auth.apiTokens.remove(accountId, id)) ? 1 : 0 };
  }
}

function toView({ id, name, role, createdAt, expiresAt, lastUsedAt }: ApiToken): ApiTokenView {
  return { id, name, role, createdAt, expiresAt, lastUsedAt };
}
