import type { BlockSpec } from '../shape/shape.ts';

/** Version of the document's form; raised by each migration. */
export const configVersion = 6;

/** What stands in front of the blocks. */
export const rootBlock: BlockSpec = {
  defaults: { puid: 1000, pgid: 1000, tz: '', data_root: '/data', config_version: configVersion },
  fields: {
    puid: { label: 'User id', description: 'User that every service runs as.', minimum: 1 },
    pgid: { label: 'Group id', description: 'Group that every service runs as.', minimum: 1 },
    tz: { label: 'Time zone' },
    data_root: { label: 'Data root', description: 'Where service data is kept when it is a mount.', pattern: '^/' },
    config_version: { description: 'Form of this document.', minimum: 0, derived: true },
  },
  required: ['puid', 'pgid', 'data_root', 'dumb'],
};
