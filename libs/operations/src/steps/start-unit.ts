import type { Performer } from '../performer.ts';
import { bringUp, revive } from './bring-up.ts';

/**
 * Starts a unit, or restarts it with a changed spec. Taken back, also when it fails halfway, what is new ends first; once
 * everything else is as it was, what ran before is started again and proven. A unit that is new is forgotten, so that a
 * failed change leaves nothing that crashes in circles.
 */
export const startUnit: Performer<'start-unit'> = async (step, tools, report, signal) => {
  const { engine, requester } = tools;
  const { unitId } = step.spec;
  const before = engine.specOf(unitId);
  const ran = before?.runningFingerprint !== undefined;
  report.undoable({
    undo: async () => {
      if (before === undefined) return engine.remove(unitId, requester);
      if (!ran) return engine.stop(unitId, requester);
      await engine.stopForRestart(unitId, requester);
      await engine.define(before.spec);
    },
    ...(before !== undefined && ran ? { revive: () => revive(before.spec, tools) } : {}),
  });
  await engine.define(step.spec);
  report.activity(ran && step.restart ? 'Restarting' : 'Starting');
  await bringUp(unitId, step.restart ? 'restart' : 'start', tools, { report, signal });
  return {};
};
