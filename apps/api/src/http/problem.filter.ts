import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Logger } from '@showrunner/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { presentDumbRefusal } from '../dialects/dumb/refusal.ts';
import { presentNativeRefusal } from '../dialects/native/refusal.ts';
import { toKnownProblem } from './to-known-problem.ts';

/** Sends every failure in the words of the wire family that was spoken. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger: Logger;

  constructor(logger: Logger) {
    this.logger = logger;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = toKnownProblem(error);
    const path = request.url.split('?')[0] ?? '';
    const present = path.startsWith('/api/native') ? presentNativeRefusal : presentDumbRefusal;
    const { status, type, body } = present(problem);
    request.refusal = problem.code;
    // The cause stays with us; whoever asked gets the code.
    if (problem.code === 'internal.unexpected')
      this.logger.error('http.failed', { method: request.method, path, error: problem.cause });
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    const retryAfter = problem.details['retryAfterSeconds'];
    if (typeof retryAfter === 'number') reply.header('retry-after', String(retryAfter));
    const allow = problem.details['allow'];
    if (typeof allow === 'string') reply.header('allow', allow);
    void reply.status(status).type(type).send(body);
  }
}
