import type { Performer } from '../performer.ts';

/** Supervises a running unit by a changed spec. Undo supervises it as before. */
export const defineUnit: Performer<'define-unit'> = async (step, { engine }) => {
  const before = engine.specOf(step.spec.unitId);
  await engine.define(step.spec);
  return before === undefined ? {} : { undo: () => engine.define(before.spec) };
};
