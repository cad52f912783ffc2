import { Problem, type UnitId, type UnitStatus } from '@showrunner/contracts';
import { diagnose } from '../diagnose.ts';
import type { Performer, StepReporter, StepTools } from '../performer.ts';

/** How often a program may end while it is proven. Its restart policy may go on trying afterwards. */
const allowedEnds = 3;

/**
 * Waits until a unit is healthy: the proof that a change worked. A program that ends is given a few tries, because what
 * it needs may just be coming up, unless its last words say that no try can help.
 */
export const awaitHealthy: Performer<'await-healthy'> = async (step, tools, report, signal) => {
  const { engine } = tools;
  const spec = engine.specOf(step.unitId)?.spec;
  const restartsBefore = engine.inspect(step.unitId)?.restartCount ?? 0;
  report.activity('Waiting until it is healthy');
  const hopeless = new AbortController();
  const look = () => {
    const status = engine.inspect(step.unitId);
    if (spec === undefined || status === undefined) return;
    if (status.state !== 'backoff' && status.state !== 'failed') return;
    const known = diagnose(status, spec, tools.catalog);
    const ends = status.restartCount - restartsBefore + 1;
    if (known !== undefined) hopeless.abort(known);
    else if (ends >= allowedEnds) hopeless.abort(keepsEnding(status, ends));
  };
  const leave = tools.follow((event) => {
    if (event.type === 'unit.changed' && event.unit.unitId === step.unitId) look();
  });
  look();
  try {
    await engine.whenHealthy(step.unitId, step.timeoutMs, AbortSignal.any([signal, hopeless.signal]));
    if (step.stableMs !== undefined && step.stableMs > 0)
      await staysHealthy(step, step.stableMs, tools, report, signal);
  } finally {
    leave();
  }
  return {};
};

/** One that falls ill again at once was not healthy. @throws Problem `unit.unhealthy` */
async function staysHealthy(
  { unitId }: { readonly unitId: UnitId },
  stableMs: number,
  { engine, follow, platform }: Pick<StepTools, 'engine' | 'follow' | 'platform'>,
  report: StepReporter,
  signal: AbortSignal,
): Promise<void> {
  report.activity(`Healthy; watching it for ${Math.ceil(stableMs / 1000)} s`);
  const ill = new AbortController();
  const look = (status: UnitStatus | undefined) => {
    if (status === undefined || (status.state === 'running' && status.health !== 'unhealthy')) return;
    const what = status.reason === '' ? `it is ${status.state}` : status.reason;
    const message = `${status.processName} was healthy, but not for ${Math.ceil(stableMs / 1000)} s: ${what}`;
    ill.abort(
      new Problem('unit.unhealthy', message, { details: { lastWords: [...(status.lastExit?.lastWords ?? [])] } }),
    );
  };
  const leave = follow((event) => {
    if (event.type === 'unit.changed' && event.unit.unitId === unitId) look(event.unit);
  });
  try {
    look(engine.inspect(unitId));
    await platform.clock.sleep(stableMs, AbortSignal.any([signal, ill.signal]));
  } finally {
    leave();
  }
}

function keepsEnding({ processName, lastExit }: UnitStatus, ends: number): Problem {
  const words = lastExit?.lastWords ?? [];
  const told = words.length === 0 ? '' : ` Its last words: ${words.slice(-3).join(' · ')}`;
  const message = `${processName} ended ${ends} times in a row instead of becoming healthy.${told}`;
  return new Problem('unit.start-failed', message, { details: { lastWords: [...words] } });
}
