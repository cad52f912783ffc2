import { describe, expect, it } from 'vitest';
import { ApiError, readProblem, toProblemView, unreachable } from './api-error.ts';

describe('readProblem', () => {
  it('keeps a native problem with its issues', () => {
    const problem = { code: 'document.invalid', title: 'Wrong', message: 'port', hint: 'mend', status: 400 };
    const issues = [{ path: ['zurg', 'port'], message: 'is not a number', remedy: 'Use 1 to 65535.' }, 'noise'];
    expect(readProblem(400, { ...problem, issues })).toEqual({
      code: 'document.invalid',
      title: 'Wrong',
      message: 'port',
      hint: 'mend',
      issues: [issues[0]],
    });
  });

  it('reads a text detail and its code', () => {
    expect(readProblem(401, { detail: 'Invalid credentials', code: 'auth.failed' })).toMatchObject({
      code: 'auth.failed',
      message: 'Invalid credentials',
    });
  });

  it('reads the message of a detail object', () => {
    expect(readProblem(500, { detail: { message: 'One failed', results: [] } }).message).toBe('One failed');
  });

  it('never ends without a sentence', () => {
    expect([null, 'text', {}, []].map((body) => readProblem(503, body).message)).toEqual(
      Array(4).fill('The answer was 503.'),
    );
  });
});

describe('toProblemView', () => {
  it('shows the problem of an API error and a page error alike', () => {
    expect(toProblemView(unreachable(new TypeError('Failed to fetch'))).code).toBe('dashboard.unreachable');
    expect(toProblemView(new Error('x')).message).toBe('x');
    expect(new ApiError(400, readProblem(400, {})).status).toBe(400);
  });
});
