import { changeBlock, type Migration, without } from './migration.ts';

/** Fields that two services no longer have and that would mislead whoever reads the file. */
export const staleFields: Migration = {
  to: 6,
  apply: (document) => {
    const pulsarr = changeBlock(document, 'pulsarr', (block) => without(block, 'config_file'));
    return changeBlock(pulsarr, 'altmount', (block) => without(block, 'wait_for_url'));
  },
};
