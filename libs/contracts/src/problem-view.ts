import { type Issue, type Problem, problems } from './problems.ts';
import { type Static, Type } from './schema.ts';

/** A problem as it goes over a wire: code, title, what happened, what to try. Never a stack, never a secret. */
export const ProblemView = Type.Object({
  code: Type.String(),
  title: Type.String(),
  message: Type.String(),
  hint: Type.String(),
  issues: Type.Optional(
    Type.Array(
      Type.Object({
        path: Type.Array(Type.Union([Type.String(), Type.Number()])),
        message: Type.String(),
        remedy: Type.Optional(Type.String()),
      }),
    ),
  ),
});
export type ProblemView = Static<typeof ProblemView>;

/** Presents a problem. */
export function toProblemView(problem: Problem): ProblemView {
  const { title, hint } = problems[problem.code];
  const issues = problem.issues.map((issue: Issue) => ({ ...issue, path: [...issue.path] }));
  return { code: problem.code, title, message: problem.message, hint, ...(issues.length > 0 ? { issues } : {}) };
}
