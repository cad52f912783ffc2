import type { UnitId } from '@showrunner/contracts';
import type { UnitFact } from '../facts.ts';
import type { Because } from '../select/draft.ts';
import { differences } from '../units/differences.ts';
import { provisionFingerprint } from '../units/hook-fingerprint.ts';
import { isCurrent, specFingerprint } from '../units/spec-fingerprint.ts';
import { supervisionChange, supervisionOf } from '../units/supervision.ts';
import type { UnitPlan } from '../units/unit-plan.ts';
import { isUp } from './facts-of.ts';

/** What is to happen to one unit, and why. */
export interface Decision {
  readonly unit: UnitPlan;
  readonly action: 'start' | 'restart' | 'keep';
  readonly reason: string;
  /** Part of what the change is about; otherwise it only follows. */
  readonly wanted: boolean;
  /** Serves already: nobody has to wait for it. */
  readonly ready: boolean;
  /** Goes on as it is, but has to be told what the change has altered elsewhere. */
  readonly retold: boolean;
  /** Goes on as it is but is supervised in another way: what of that changes. */
  readonly resupervised: string | undefined;
  /** It does not run and is not to: only its program is replaced. */
  readonly installsOnly?: boolean;
  /** How it has to prove itself before what it takes the place of is forgotten. */
  readonly proof?: Proof;
}

export interface Proof {
  readonly timeoutMs: number;
  readonly stableMs: number;
}

export interface DecisionInput {
  readonly facts: ReadonlyMap<UnitId, UnitFact>;
  readonly wanted: ReadonlyMap<string, Because>;
  readonly restarts: ReadonlySet<string>;
  /** Whether its program is replaced by another version, and how that is proven. */
  readonly updating: (unit: UnitPlan) => Proof | undefined;
  /** The same unit as the document was before, where it could be planned. */
  readonly before: (unit: UnitPlan) => UnitPlan | undefined;
}

/** Decides what happens to a unit. What runs as it should is left alone. */
export function decide(unit: UnitPlan, { facts, wanted, restarts, updating, before }: DecisionInput): Decision {
  const { processName } = unit.member.entry;
  const because = wanted.get(processName);
  const fact = facts.get(unit.spec.unitId);
  const up = fact !== undefined && isUp(fact);
  const ready = up && fact.healthy;
  const retold = ready && isRetold(unit, before);
  const base = { unit, wanted: because !== undefined, ready, retold, resupervised: undefined };
  const keep: Decision = { ...base, action: 'keep', reason: because?.sentence ?? '' };
  const proof = updating(unit);
  if (proof !== undefined) {
    const reason = because?.sentence ?? `${processName} runs by the same program`;
    return up
      ? { ...base, action: 'restart', reason, ready: false, proof }
      : { ...keep, wanted: true, reason, installsOnly: true };
  }
  if (!up) return because === undefined ? keep : { ...base, action: 'start', reason: because.sentence };
  if (restarts.has(processName)) return { ...base, action: 'restart', reason: 'You asked for it', ready: false };
  const current = isCurrent(fact.runningFingerprint, unit.spec, () => before(unit)?.spec);
  if (current && !(unit.installs && base.wanted)) {
    return { ...keep, resupervised: changeOfSupervision(unit, fact, base.wanted, before) };
  }
  const old = before(unit);
  // What the change is not about is started anew only if the change has altered it.
  const concerns = base.wanted || (old !== undefined && specFingerprint(old.spec) !== specFingerprint(unit.spec));
  if (!concerns) return keep;
  return { ...base, action: 'restart', reason: `${processName} is restarted: ${differences(old, unit)}`, ready: false };
}

/** What of its supervision changes. What a change is not about keeps what that change has not altered. */
function changeOfSupervision(
  unit: UnitPlan,
  { supervision }: UnitFact,
  wanted: boolean,
  before: DecisionInput['before'],
): string | undefined {
  const now = supervisionOf(unit.spec);
  const change = supervision === undefined ? undefined : supervisionChange(supervision, now);
  if (change === undefined || wanted) return change;
  const old = before(unit);
  return old !== undefined && supervisionChange(supervisionOf(old.spec), now) !== undefined ? change : undefined;
}

/** Whether a change has altered what a running program is told. */
function isRetold(unit: UnitPlan, before: DecisionInput['before']): boolean {
  const old = unit.provision.length === 0 ? undefined : before(unit);
  return old !== undefined && provisionFingerprint(old) !== provisionFingerprint(unit);
}
