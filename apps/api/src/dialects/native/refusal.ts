import { Problem, type ProblemCode, toProblemView } from '@showrunner/contracts';
import type { RefusalPresenter } from '../../http/answer.ts';

const statuses: Readonly<Record<ProblemCode, number>> = {
  'request.invalid': 400,
  'request.not-found': 404,
  'request.too-large': 413,
  'request.method': 405,
  'request.too-many': 429,
  'auth.required': 401,
  'auth.failed': 401,
  'auth.forbidden': 403,
  'auth.conflict': 409,
  'auth.setup-code': 403,
  'auth.locked': 503,
  'document.syntax': 422,
  'document.invalid': 422,
  'document.conflict': 409,
  'document.cycle': 422,
  'service.unknown': 404,
  'service.not-core': 422,
  'service.not-installable': 422,
  'service.exists': 409,
  'service.not-scalable': 409,
  'service.scale-limit': 400,
  'service.setting': 422,
  'process.unknown': 404,
  'credential.rejected': 422,
  'port.conflict': 422,
  'host.missing': 422,
  'source.not-found': 502,
  'source.rate-limited': 502,
  'source.unreachable': 502,
  'source.digest': 502,
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
