import { Body, Controller, Inject, Param, Req } from '@nestjs/common';
import {
  ChangePasswordBody,
  EndedAnswer,
  Problem,
  SessionParams,
  SessionsAnswer,
  TokenAnswer,
} from '@showrunner/contracts';
import type { FastifyRequest } from 'fastify';
import { describeAgent } from '../../auth/describe-agent.ts';
import type { Auth } from '../../auth/open-auth.ts';
import type { Sessions } from '../../auth/tokens/sessions.ts';
import { readClient } from '../../http/guards/client.ts';
import { Caller, type Principal } from '../../http/guards/principal.ts';
import { Route } from '../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../parts.ts';

const own = { role: 'viewer', tag: 'Authentication' } as const;

/** Where the caller is signed in. A session that is ended is over at once, also for its sockets. */
@Controller()
export class SessionsController {
  private readonly auth: Auth;
  private readonly sessions: Sessions;

  constructor(@Inject(PARTS) parts: Parts) {
    this.auth = parts.auth;
    this.sessions = parts.auth.sessions;
  }

  @Route({
    ...own,
    method: 'GET',
    path: '/api/native/sessions',
    summary: 'Where the account is signed in, the place used last first',
    response: SessionsAnswer,
  })
  list(@Caller() { accountId, sessionId }: Principal): SessionsAnswer {
    const sessions = accountId === undefined ? [] : this.sessions.of(accountId);
    return {
      sessions: sessions.map(({ id, agent, address, openedAt, rotatedAt }) => ({
        id,
        device: describeAgent(agent),
        address,
        openedAt,
        lastSeenAt: rotatedAt,
        current: id === sessionId,
      })),
    };
  }

  @Route({
    ...own,
    method: 'DELETE',
    path: '/api/native/sessions/:id',
    summary: 'End one session of the account; `current` is the one that asks',
    params: SessionParams,
    response: EndedAnswer,
  })
  async end(@Param('id') id: string, @Caller() { accountId, sessionId }: Principal): Promise<EndedAnswer> {
    const wanted = id === 'current' ? sessionId : id;
    return {
      ended: await this.sessions.retain((session, other) => session.accountId !== accountId || other !== wanted),
    };
  }

  @Route({
    ...own,
    method: 'DELETE',
    path: '/api/native/sessions',
    summary: 'End all other sessions of the account',
    response: EndedAnswer,
  })
  async endOthers(@Caller() { accountId, sessionId }: Principal): Promise<EndedAnswer> {
    return {
      ended: await this.sessions.retain((session, other) => session.accountId !== accountId || other === sessionId),
    };
  }

  @Route({
    ...own,
    method: 'POST',
    path: '/api/native/password',
    summary: 'Change the password of the account, which signs it out everywhere else',
    body: ChangePasswordBody,
    response: TokenAnswer,
    errors: { 409: 'The present password is not right, or a rule is broken', 429: 'Too many tries' },
  })
  changePassword(
    @Body() { current, password: next }: ChangePasswordBody,
    @Caller() { accountId, sessionId }: Principal,
    @Req() request: FastifyRequest,
  ): Promise<TokenAnswer> {
    const account = this.auth.accounts.list().find(({ id }) => id === accountId);
    if (account === undefined || sessionId === undefined) {
      throw new Problem('auth.forbidden', 'Only who is signed in with a password can change it.');
    }
    return this.auth.signIn.changePassword(readClient(request.raw), account.username, { current, next });
  }
}
