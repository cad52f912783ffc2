import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Role } from '@showrunner/contracts';
import type { FastifyRequest } from 'fastify';

/** Who calls, once let in. */
export interface Principal {
  /** Name for the journal: the account's, or `local` while nobody has to sign in. */
  readonly name: string;
  readonly role: Role;
  /** Absent while nobody has to sign in. */
  readonly accountId?: string;
  /** The session that the caller's token belongs to. */
  readonly sessionId?: string;
  /** The token for programs that it came in with. */
  readonly tokenId?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set for every route that is not public. */
    principal: Principal | null;
  }
}

/** Somebody whom the guard let in; a public route gives its callers no name. */
const nobody: Principal = { name: 'nobody', role: 'viewer' };

/** The caller of a route. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  return context.switchToHttp().getRequest<FastifyRequest>().principal ?? nobody;
});
