import type { ProblemCode } from '@showrunner/contracts';
import type { RefusalPresenter } from '../../http/answer.ts';
import { faultsOf } from '../../http/routes/validate.ts';

const statuses: Readonly<Record<ProblemCode, number>> = {
  'request.invalid': 400,
  'request.not-found': 404,
  'request.too-large': 413,
  'request.method': 405,
  'request.too-many': 429,
  'auth.required': 401,
  'auth.failed': 401,
  'auth.forbidden': 403,
  'auth.conflict': 400,
  'auth.setup-code': 403,
  'auth.locked': 503,
  'document.syntax': 400,
  'document.invalid': 400,
  'document.conflict': 409,
  'document.cycle': 400,
  'service.unknown': 404,
  'service.not-core': 400,
  'service.not-installable': 400,
  'service.exists': 400,
  'service.not-scalable': 409,
  'service.scale-limit': 400,
  'service.setting': 400,
  'process.unknown': 404,
  'credential.rejected': 400,
  'port.conflict': 409,
  'host.missing': 500,
  'source.not-found': 500,
  'source.rate-limited': 500,
  'source.unreachable': 500,
  'source.digest': 500,
  'archive.unsafe': 500,
  'build.failed': 500,
  'file.unreadable': 500,
  'file.unwritable': 500,
  'path.forbidden': 403,
  'unit.unknown': 404,
  'unit.start-failed': 500,
  'unit.missing-program': 500,
  'unit.missing-interpreter': 500,
  'unit.not-executable': 500,
  'unit.wrong-architecture': 500,
  'unit.missing-directory': 500,
  'unit.permission': 500,
  'unit.not-a-program': 500,
  'unit.unknown-user': 500,
  'unit.no-processes': 500,
  'unit.no-files': 500,
  'unit.no-memory': 500,
  'unit.no-space': 500,
  'unit.limits': 500,
  'unit.too-large': 500,
  'unit.malformed': 500,
  'unit.crash-loop': 500,
  'unit.unhealthy': 500,
  'unit.gate-timeout': 500,
  'unit.stuck': 500,
  'hook.failed': 500,
  'database.failed': 500,
  'operation.unknown': 404,
  'operation.busy': 409,
  'operation.cancelled': 500,
  'control-plane.newer': 409,
  'control-plane.running': 409,
  'internal.unexpected': 500,
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
