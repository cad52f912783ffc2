import { Problem, type ProblemCode, toProblemView } from '@showrunner/contracts';
import type { RefusalPresenter } from '../../http/answer.ts';
import { agreedStatuses } from '../../http/statuses.ts';

const statuses: Readonly<Record<ProblemCode, number>> = {
  ...agreedStatuses,
  'auth.conflict': 409,
  'document.syntax': 422,
  'document.invalid': 422,
  'document.cycle': 422,
  'service.not-core': 422,
  'service.not-installable': 422,
  'service.exists': 409,
  'service.setting': 422,
  'credential.rejected': 422,
  'port.conflict': 422,
  'host.missing': 422,
  'source.not-found': 502,
  'source.rate-limited': 502,
  'source.unreachable': 502,
  'source.digest': 502,
};

/** `application/problem+json`, with the parts of our own problems beside the standard ones. */
export const presentNativeRefusal: RefusalPresenter = (problem) => {
  const status = statuses[problem.code];
  // What has no name may carry anything in its message.
  const shown =
    problem.code === 'internal.unexpected'
      ? new Problem(problem.code, 'Something unexpected happened; the log says what.')
      : problem;
  const view = toProblemView(shown);
  return {
    status,
    type: 'application/problem+json',
    body: { type: `urn:showrunner:problem:${problem.code}`, status, detail: view.message, ...view },
  };
};
