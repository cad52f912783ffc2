import { diagnose } from '../diagnose.ts';
import type { Performer } from '../performer.ts';

/**
 * Waits until a unit is healthy: the proof that a change worked. A unit that crashes is given the tries of its restart
 * policy, unless its last words say that no try can help.
 */
export const awaitHealthy: Performer<'await-healthy'> = async (step, tools, report, signal) => {
  const { engine } = tools;
  const spec = engine.specOf(step.unitId)?.spec;
  report.activity('Waiting until it is healthy');
  const hopeless = new AbortController();
  const look = () => {
    const status = engine.inspect(step.unitId);
    if (spec === undefined || (status?.state !== 'backoff' && status?.state !== 'failed')) return;
    const problem = diagnose(status, spec, tools.catalog);
    if (problem !== undefined) hopeless.abort(problem);
  };
  const leave = tools.follow((event) => {
    if (event.type === 'unit.changed' && event.unit.unitId === step.unitId) look();
  });
  look();
  try {
    await engine.whenHealthy(step.unitId, step.timeoutMs, AbortSignal.any([signal, hopeless.signal]));
  } finally {
    leave();
  }
  return {};
};
