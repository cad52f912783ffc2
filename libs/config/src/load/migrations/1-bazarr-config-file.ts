import { changeBlock, type Migration } from './migration.ts';

/** Bazarr moved its file into a folder of its own. */
export const bazarrConfigFile: Migration = {
  to: 1,
  apply: (document) =>
    changeBlock(document, 'bazarr', (block) =>
      block['config_file'] === '/bazarr/data/config.yaml'
        ? { ...block, config_file: '/bazarr/data/config/config.yaml' }
        : block,
    ),
};
