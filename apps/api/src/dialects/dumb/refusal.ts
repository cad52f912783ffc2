import type { ProblemCode } from '@showrunner/contracts';
import type { RefusalPresenter } from '../../http/answer.ts';
import { agreedStatuses } from '../../http/statuses.ts';
import { faultsOf } from '../../http/routes/validate.ts';

const statuses: Readonly<Record<ProblemCode, number>> = {
  ...agreedStatuses,
  'auth.conflict': 400,
  'document.syntax': 400,
  'document.invalid': 400,
  'document.cycle': 400,
  'service.not-core': 400,
  'service.not-installable': 400,
  'service.exists': 400,
  'service.setting': 400,
  'credential.rejected': 400,
  'port.conflict': 409,
  'host.missing': 500,
  'source.not-found': 500,
  'source.rate-limited': 500,
  'source.unreachable': 500,
  'source.digest': 500,
};

/** `{"detail", "code"}`: a sentence, a list of faults for a request with wrong fields (422), or what a route put there. */
export const presentDumbRefusal: RefusalPresenter = (problem) => {
  const { code } = problem;
  const faults = faultsOf(problem);
  if (faults !== undefined) return { status: 422, type: 'application/json', body: { detail: faults, code } };
  const asked = problem.details['status'];
  const body = problem.details['body'];
  return {
    status: typeof asked === 'number' ? asked : statuses[code],
    type: 'application/json',
    body: body ?? { detail: code === 'internal.unexpected' ? 'Internal Server Error' : problem.message, code },
  };
};
