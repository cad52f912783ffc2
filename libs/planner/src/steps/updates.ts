import { getIn } from '@showrunner/config';
import type { Member, World } from '../resolve/world.ts';
import type { Selection } from '../select/selection.ts';
import type { UnitPlan } from '../units/unit-plan.ts';
import type { Proof } from './decide.ts';

type UnitPlans = (member: Member) => UnitPlan | undefined;

/** Units with what an update changes of them: whoever runs by a program that is replaced is concerned. */
export function withUpdates(
  plans: UnitPlans,
  updates: Selection['updates'],
  world: World,
): { readonly plans: UnitPlans; readonly updating: (unit: UnitPlan) => Proof | undefined } {
  const asked = world.members.filter(({ entry }) => updates.has(entry.processName));
  const wishes = new Map(
    asked.flatMap((member) => {
      const unit = plans(member);
      return unit === undefined ? [] : [[unit.installKey, updates.get(member.entry.processName)] as const];
    }),
  );
  const proof = proofOf(world);
  return {
    plans: (member) => {
      const unit = plans(member);
      if (unit === undefined || !wishes.has(unit.installKey)) return unit;
      const version = wishes.get(unit.installKey) ?? unit.artifact.version;
      // What is recorded of its make stays, or the next plan would take the process for one of earlier settings.
      const recorded = unit.installs ? undefined : world.facts.applied[unit.installKey];
      const artifactFingerprint = recorded ?? unit.artifactFingerprint;
      return { ...unit, installs: true, artifactFingerprint, artifact: { ...unit.artifact, version } };
    },
    updating: (unit) => (wishes.has(unit.installKey) ? proof : undefined),
  };
}

/** `dumb.install_cache` says how long a new version has to prove itself. */
function proofOf({ document }: World): Proof {
  const seconds = (name: string, otherwise: number): number => {
    const value = getIn(document, ['dumb', 'install_cache', name]);
    return typeof value === 'number' ? value : otherwise;
  };
  return {
    timeoutMs: seconds('activation_health_timeout_seconds', 120) * 1000,
    stableMs: seconds('activation_stabilization_seconds', 15) * 1000,
  };
}
