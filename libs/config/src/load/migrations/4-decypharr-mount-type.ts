import { isBlank } from '../../json/json.ts';
import { changeBlock, type Migration, without } from './migration.ts';

/**
 * A switch became a choice of four. Documents from before the choice keep the way they mounted; they do not get the
 * default of new ones.
 */
export const decypharrMountType: Migration = {
  to: 4,
  apply: (document) =>
    changeBlock(document, 'decypharr', (block) => {
      const rest = without(block, 'use_embedded_rclone');
      const type = block['mount_type'];
      if (type !== undefined && type !== null && !isBlank(type)) return rest;
      return { ...rest, mount_type: block['use_embedded_rclone'] === false ? 'external_rclone' : 'rclone' };
    }),
};
