import { toProblem } from '@showrunner/contracts';
import type { SupervisorParts } from '../parts.ts';

/** How long a mount may think about an answer. */
const answerMs = 2_500;
/** So many mounts may lie over each other at one path. */
const mostLayers = 8;

/** Ends mounts that are left of a run that is over. What cannot be ended is logged: the start will say it again. */
export async function cleanMounts(
  parts: Pick<SupervisorParts, 'machine' | 'logger'>,
  mounts: readonly string[],
): Promise<void> {
  for (const path of mounts) {
    try {
      for (let layer = 0; layer < mostLayers; layer += 1) {
        if ((await parts.machine.mountState(path, answerMs)) === 'none') break;
        await parts.machine.unmount(path);
      }
    } catch (error) {
      const { code, message } = toProblem(error);
      parts.logger.warn('unit.mount-left', { path, code, message });
    }
  }
}
