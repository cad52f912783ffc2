import { changeBlock, type Migration } from './migration.ts';

/** The project writes its name in lower case. */
export const mediastormName: Migration = {
  to: 2,
  apply: (document) =>
    changeBlock(document, 'mediastorm', (block) => {
      const name = block['process_name'];
      return typeof name === 'string' && name.toLowerCase() === 'mediastorm'
        ? { ...block, process_name: 'mediastorm' }
        : block;
    }),
};
