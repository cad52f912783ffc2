import { Problem } from '@showrunner/contracts';
import type { ServedStack } from './served.ts';

/** The cache is left alone while somebody may be using it. @throws Problem `operation.busy` */
export function refuseWhileInstalling(stack: Pick<ServedStack, 'operations' | 'startup'>): void {
  const { phase } = stack.startup();
  if (phase !== 'ready' && phase !== 'degraded') {
    throw new Problem('operation.busy', 'The stack is still starting; try again once it is up.');
  }
  const installing = stack.operations
    .list(50)
    .find(
      ({ state, steps }) =>
        state === 'running' && steps.some(({ kind, state: step }) => isInstalling(kind) && step !== 'done'),
    );
  if (installing !== undefined) {
    throw new Problem('operation.busy', `“${installing.title}” is under way; try again once it has ended.`);
  }
}

function isInstalling(kind: string): boolean {
  return kind === 'stage' || kind === 'install';
}
