import { randomBytes } from 'node:crypto';
import type { Ids } from '@showrunner/platform';

/** Ids that sort by the moment they were made (within a millisecond by a counter), and secrets from the kernel. */
export function createIds(now: () => number): Ids {
  let last = 0;
  let count = 0;
  return {
    next: (prefix) => {
      const at = Math.max(now(), last);
      count = at === last ? count + 1 : 0;
      last = at;
      const time = at.toString(36).padStart(9, '0');
      return `${prefix}_${time}${count.toString(36).padStart(3, '0')}${randomBytes(5).toString('hex')}`;
    },
    random: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
    secret: (bytes) => randomBytes(bytes).toString('hex'),
  };
}
