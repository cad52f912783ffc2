import type { Performer } from '../performer.ts';

/** Saves the planned document; undo puts the former one back unless somebody saved meanwhile. */
export const saveDocument: Performer<'save-document'> = async (step, tools) => {
  const before = await tools.saveDocument(step.document);
  return {
    undo: async () => {
      await tools.saveDocument(before.stored);
    },
  };
};
