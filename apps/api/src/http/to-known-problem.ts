import { HttpException } from '@nestjs/common';
import { Problem, toProblem } from '@showrunner/contracts';

/** Any thrown value as a problem, those of the framework included. */
export function toKnownProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const status = statusOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (status === 404) return new Problem('request.not-found', 'Not Found', { cause: error });
  if (status === 413) return new Problem('request.too-large', message, { cause: error });
  if (status !== undefined && status >= 400 && status < 500)
    return new Problem('request.invalid', message, { cause: error });
  return toProblem(error);
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
