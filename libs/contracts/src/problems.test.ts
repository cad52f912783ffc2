import { describe, expect, it } from 'vitest';
import { Problem, problems, toProblem } from './problems.ts';
import { toProblemView } from './problem-view.ts';

describe('problems', () => {
  it('say in sentences what happened and what to try', () => {
    for (const { title, hint } of Object.values(problems)) {
      expect(title).toMatch(/^[A-Z].*[^.!]$/);
      expect(hint).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('go over a wire without their cause', () => {
    const problem = new Problem('document.invalid', 'Two values are wrong.', {
      cause: new Error('secret'),
      issues: [{ path: ['zilean', 'port'], message: 'must be a number', remedy: 'Write 8182.' }],
    });
    expect(toProblemView(problem)).toEqual({
      code: 'document.invalid',
      title: 'The stack document has wrong values',
      message: 'Two values are wrong.',
      hint: 'Mend each path that is named.',
      issues: [{ path: ['zilean', 'port'], message: 'must be a number', remedy: 'Write 8182.' }],
    });
  });

  it('are made of anything that is thrown, with the cause kept', () => {
    const cause = new Error('boom');
    expect(toProblem(cause)).toMatchObject({ code: 'internal.unexpected', message: 'boom', cause });
    const problem = new Problem('unit.unknown', 'nobody');
    expect(toProblem(problem)).toBe(problem);
  });
});
