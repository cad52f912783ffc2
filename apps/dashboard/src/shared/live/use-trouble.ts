import type { StepProgress, UnitStatus } from '@showrunner/contracts';
import { useLive } from './live-store.ts';

/** The state of the unit that a step waits for, while that unit keeps ending: the wait is explained before it is over. */
export function useTrouble(step: StepProgress): UnitStatus | undefined {
  return useLive((state) => {
    if (step.kind !== 'await-healthy') return undefined;
    const unit = [...state.units.values()].find((one) => one.processName === step.processName);
    return unit?.state === 'backoff' ? unit : undefined;
  });
}
