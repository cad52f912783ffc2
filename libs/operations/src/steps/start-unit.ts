import type { Performer } from '../performer.ts';

/**
 * Starts a unit, or restarts it with a changed spec. Undo brings back the spec that ran before and proves it; a unit that is new is
 * forgotten, so that a failed change leaves nothing that crashes in circles.
 */
export const startUnit: Performer<'start-unit'> = async (step, tools, report, signal) => {
  const { engine, requester } = tools;
  const { unitId } = step.spec;
  const before = engine.specOf(unitId);
  const ran = before?.runningFingerprint !== undefined;
  const undo = async () => {
    if (before === undefined) return engine.remove(unitId, requester);
    if (!ran) return engine.stop(unitId, requester);
    await engine.define(before.spec);
    await engine.restart(unitId, requester);
    await engine.whenHealthy(unitId, before.spec.startupMs);
  };
  await engine.define(step.spec);
  report.activity(ran && step.restart ? 'Restarting' : 'Starting');
  if (step.restart) await engine.restart(unitId, requester, signal);
  else await engine.start(unitId, requester, signal);
  return { undo };
};
