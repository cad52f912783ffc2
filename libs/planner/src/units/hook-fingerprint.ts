import { fingerprint } from '../fingerprint.ts';
import type { TitledHook } from './hooks.ts';
import { type UnitPlan, withoutNoise } from './unit-plan.ts';

/** Equal where a hook would do the same again. */
export function hookFingerprint({ hook }: TitledHook): string {
  return fingerprint([hook.serviceKey, hook.name, hook.values, withoutNoise(hook.entry)]);
}

/** Equal where a running program would be told the same again. */
export function provisionFingerprint({ provision }: UnitPlan): string {
  return fingerprint(provision.map(hookFingerprint));
}
