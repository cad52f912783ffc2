import type { Performer } from '../performer.ts';
import { bringUp } from './bring-up.ts';

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
    await bringUp(unitId, 'restart', tools);
    await engine.whenHealthy(unitId, before.spec.startupMs);
  };
  await engine.define(step.spec);
  report.activity(ran && step.restart ? 'Restarting' : 'Starting');
  await bringUp(unitId, step.restart ? 'restart' : 'start', tools, { report, signal });
  return { undo };
};
