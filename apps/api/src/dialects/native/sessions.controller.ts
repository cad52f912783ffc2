import { Controller, Inject, Param } from '@nestjs/common';
import { EndedAnswer, SessionParams, SessionsAnswer } from '@showrunner/contracts';
import { describeAgent } from '../../auth/describe-agent.ts';
import type { Sessions } from '../../auth/tokens/sessions.ts';
import { Caller, type Principal } from '../../http/guards/principal.ts';
import { Route } from '../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../parts.ts';

const own = { role: 'viewer', tag: 'Authentication' } as const;

/** Where the caller is signed in. A session that is ended is over at once, also for its sockets. */
@Controller()
export class SessionsController {
  private readonly sessions: Sessions;

  constructor(@Inject(PARTS) parts: Parts) {
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
}
