import type { Performer } from '../performer.ts';
import { bringUp } from './bring-up.ts';

/** Stops a unit, and forgets it where its entry is gone. Undo starts it again if it ran, and proves it. */
export const stopUnit: Performer<'stop-unit'> = async (step, tools, report, signal) => {
  const { engine, requester } = tools;
  const before = engine.specOf(step.unitId);
  if (before === undefined) return {};
  const ran = before.runningFingerprint !== undefined;
  report.activity('Stopping');
  if (step.remove) await engine.remove(step.unitId, requester, signal);
  else if (step.forRestart) await engine.stopForRestart(step.unitId, requester, signal);
  else await engine.stop(step.unitId, requester, signal);
  return {
    undo: async () => {
      await engine.define(before.spec);
      if (!ran) return;
      await bringUp(step.unitId, 'start', tools);
      await engine.whenHealthy(step.unitId, before.spec.startupMs);
    },
  };
};
