import type { Condition } from '../../vocabulary/condition.ts';

const type = (...names: readonly string[]): Condition => ({ is: '${self.mount_type}', oneOf: names });
/** As the account that AltMount runs as: where that is not our own, the machine has to let everybody. */
const fuse: Condition = {
  any: [{ host: 'fuseForUsers' }, { all: [{ host: 'fuse' }, { not: { host: 'root' } }] }],
};
/** Others may look into a mount only where the machine lets those who make it say so. */
export const opensToOthers: Condition = { host: 'fuseForUsers' };
/** What a document says that nobody can mean is taken for the usual way. */
const asRclone: Condition = { not: type('dfs', 'external_rclone', 'none') };

export const mountsByItself: Condition = { all: [fuse, type('dfs')] };
export const mountsByRclone: Condition = { all: [fuse, asRclone] };
/** Without FUSE its library is still there, as WebDAV under /webdav. */
export const mounts: Condition = { any: [mountsByItself, mountsByRclone] };
export const leavesMounting: Condition = type('external_rclone');
export const mountsNothing: Condition = { not: { any: [mounts, leavesMounting] } };

/** It starts an rclone: to mount, or to have its remote control. */
export const usesRclone: Condition = { any: [mountsByRclone, leavesMounting] };
