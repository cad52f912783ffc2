import type { Performer } from '../performer.ts';
import { revive } from './bring-up.ts';

/** Stops a unit, and forgets it where its entry is gone. Taken back, it is started again if it ran, and proven. */
export const stopUnit: Performer<'stop-unit'> = async (step, tools, report, signal) => {
  const { engine, requester } = tools;
  const before = engine.specOf(step.unitId);
  if (before === undefined) return {};
  const { spec, runningFingerprint } = before;
  report.undoable({
    undo: () => engine.define(spec),
    ...(runningFingerprint === undefined ? {} : { revive: () => revive(spec, tools) }),
  });
  report.activity('Stopping');
  if (step.remove) await engine.remove(step.unitId, requester, signal);
  else if (step.forRestart) await engine.stopForRestart(step.unitId, requester, signal);
  else await engine.stop(step.unitId, requester, signal);
  return {};
};
