import { Problem } from '@showrunner/contracts';
import { createNeedGraph, type NeedGraph } from './graph/needs.ts';
import { currentPorts } from './ports/settle.ts';
import type { PlanInput } from './input.ts';
import type { PlannedArtifact } from './plan-model.ts';
import { createWorld, isRunnable, type Member, withPorts, type World } from './resolve/world.ts';
import type { UnitSpec } from './unit.ts';
import { artifactOf } from './units/artifact.ts';
import { planUnit, type UnitPlan } from './units/unit-plan.ts';

/** The stack as the document stands, with the ports that everything has. */
export function currentWorld(input: PlanInput): World {
  const world = createWorld(input, input.effective);
  return withPorts(world, currentPorts(world));
}

/** Plans units once each, when they are asked for. */
export function createUnitPlans(world: World, graph: NeedGraph): (member: Member) => UnitPlan | undefined {
  const known = new Map<Member, UnitPlan | undefined>();
  return (member) => {
    if (!known.has(member)) known.set(member, planUnit(member, world, graph.get(member) ?? []));
    return known.get(member);
  };
}

/** Units as they were before a change. One that could not be made concrete before is simply not known. */
export function createFormerUnits(input: PlanInput): (unit: UnitPlan) => UnitPlan | undefined {
  let former: ReturnType<typeof planFormer> | undefined;
  return ({ spec }) => {
    former ??= planFormer(input);
    const member = former.byUnit.get(spec.unitId);
    if (member === undefined) return undefined;
    try {
      return former.plans(member);
    } catch (error) {
      // The change may be what mends it.
      if (error instanceof Problem) return undefined;
      throw error;
    }
  };
}

function planFormer(input: PlanInput) {
  const world = currentWorld(input);
  const byUnit = new Map(world.members.filter(isRunnable).map((member) => [member.unitId, member]));
  return { byUnit, plans: createUnitPlans(world, createNeedGraph(world)) };
}

/** What would be installed for a process, as the document stands; `undefined` where this version cannot install it. */
export function plannedArtifact(processName: string, input: PlanInput): PlannedArtifact | undefined {
  const world = currentWorld(input);
  const member = world.members.find(({ entry }) => entry.processName === processName);
  return member === undefined ? undefined : artifactOf(member, world);
}

/** All enabled units as they should run, with the document's ports. @throws Problem `internal.unexpected` for a broken manifest */
export function unitSpecs(input: PlanInput): readonly UnitSpec[] {
  const world = currentWorld(input);
  const plans = createUnitPlans(world, createNeedGraph(world));
  return world.members.filter(isRunnable).flatMap((member) => plans(member)?.spec ?? []);
}
