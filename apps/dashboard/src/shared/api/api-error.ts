import type { ProblemView } from '@showrunner/contracts';

/** A request that did not succeed, always with a problem that can be shown. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: ProblemView;

  constructor(status: number, problem: ProblemView) {
    super(problem.message);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
  }
}

/** Any thrown value as a problem that can be shown. */
export function toProblemView(error: unknown): ProblemView {
  if (error instanceof ApiError) return error.problem;
  return {
    code: 'dashboard.unexpected',
    title: 'This page hit something unexpected',
    message: error instanceof Error ? error.message : String(error),
    hint: 'Reload the page. If it comes back, report it with what you did.',
  };
}

/** The problem of a request that found nobody at the other end. */
export function unreachable(cause: unknown): ApiError {
  return new ApiError(0, {
    code: 'dashboard.unreachable',
    title: 'Showrunner does not answer',
    message: cause instanceof Error ? cause.message : 'The connection failed.',
    hint: 'Check that Showrunner runs and that this device can reach it, then try again.',
  });
}

/** Reads the body of a refused request: problem+json, or the `{"detail"}` of the older routes. */
export function readProblem(status: number, body: unknown): ProblemView {
  const fields = isRecord(body) ? body : {};
  const detail = fields['detail'];
  const nested = isRecord(detail) ? detail : {};
  const text = (key: string): string | undefined => {
    const value = fields[key] ?? nested[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const issues = fields['issues'] ?? nested['issues'];
  return {
    code: text('code') ?? `http.${status}`,
    title: text('title') ?? titleOf(status),
    message: text('message') ?? (typeof detail === 'string' ? detail : `The answer was ${status}.`),
    hint: text('hint') ?? '',
    ...(Array.isArray(issues) ? { issues: issues.flatMap(readIssue) } : {}),
  };
}

type IssueView = NonNullable<ProblemView['issues']>[number];

/** Reads one issue; what is not one is left out. */
export function readIssue(value: unknown): IssueView[] {
  if (!isRecord(value) || typeof value['message'] !== 'string') return [];
  const path = Array.isArray(value['path'])
    ? value['path'].map((key) => (typeof key === 'number' ? key : String(key)))
    : [];
  const remedy = typeof value['remedy'] === 'string' ? { remedy: value['remedy'] } : {};
  return [{ path, message: value['message'], ...remedy }];
}

/** Whether a value is an object with keys. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function titleOf(status: number): string {
  if (status === 401) return 'Not signed in';
  if (status === 403) return 'Not allowed for this account';
  if (status === 404) return 'There is nothing at this address';
  if (status === 429) return 'Too many tries';
  return status >= 500 ? 'Showrunner could not do that' : 'That was not accepted';
}
