import type { StackChange, UnitId } from '@showrunner/contracts';
import { diffDocuments } from '@showrunner/config';
import { planConnections } from './connections/plan-connections.ts';
import type { UnitFact } from './facts.ts';
import { brokenDependsOn, refuseBrokenDependsOn } from './graph/depends-on.ts';
import { createNeedGraph, type NeedGraph } from './graph/needs.ts';
import { inOrder } from './graph/order.ts';
import type { PlanInput } from './input.ts';
import type { Plan, Step } from './plan-model.ts';
import { settlePorts } from './ports/settle.ts';
import { portGroups } from './ports/groups.ts';
import type { Member, World } from './resolve/world.ts';
import { createDraft } from './select/draft.ts';
import { select } from './select/select.ts';
import type { Selection } from './select/selection.ts';
import { buildSteps } from './steps/build.ts';
import { decide, type Decision } from './steps/decide.ts';
import { isUp } from './steps/facts-of.ts';
import { backupStepId, resetSteps } from './steps/reset-steps.ts';
import { saveStep } from './steps/save-step.ts';
import { stopSteps } from './steps/stop-steps.ts';
import { stopsOf } from './steps/stops.ts';
import { startWarnings } from './steps/warnings.ts';
import { withUpdates } from './steps/updates.ts';
import { createFormerUnits, createUnitPlans, currentWorld } from './unit-plans.ts';
import { inAskedOrder, type Wanted, withHardNeeds, withoutUnmet } from './wanted.ts';

/**
 * Answers a change with an ordered plan and a reason for every step: select, assign ports, order, resolve, compare with
 * what runs. Pure: equal inputs give equal plans, and planning after applying gives no steps.
 * @throws Problem `document.invalid`, `document.cycle`, `port.conflict`, `process.unknown`, `service.*`,
 *   `connection.unknown`
 */
export function planChange(change: StackChange, input: PlanInput): Plan {
  const { draft: selectedDraft, selected, refused, restarts, justSet, updates } = select(change, createDraft(input));
  const facts = new Map(input.facts.units.map((fact) => [fact.unitId, fact]));
  // What was stored before is not refused when it is only started again or stopped, but it is said.
  const stored = change.kind === 'stop' || change.kind === 'reconcile';
  if (!stored) refuseBrokenDependsOn(selectedDraft.world);
  const broken = stored ? brokenDependsOn(selectedDraft.world).map(({ message }) => message) : [];
  const asked = createNeedGraph(selectedDraft.world);
  const { wanted, warnings: leftAlone } =
    change.kind === 'reconcile'
      ? withoutUnmet(selectedDraft.wanted, asked, facts)
      : { wanted: withHardNeeds(selectedDraft.wanted, asked, facts), warnings: [] };
  const { draft, world, moves, requested } = settlePorts(selectedDraft, change, new Set(wanted.keys()), justSet);
  const graph = createNeedGraph(world);

  const members = change.kind === 'stop' ? [] : inOrder(inAskedOrder(wanted, world), graph);
  const decisions = decideAll(members, { input, world, graph, facts, wanted, restarts, updates });
  const changes = diffDocuments(input.stored, draft.document, input.catalog).toSorted(byPointer);
  const save = saveStep(input.stored, draft.document, changes, change.kind === 'reset' ? [backupStepId] : []);
  const base = save === undefined ? [] : [save.id];
  const { stops, losses } = stopsOf(change, draft, world);
  const stopping = stopSteps(stops, graph, base);
  const resetting = resetSteps(change, input, { base, stopping, saves: save !== undefined });
  const connections = planConnections({
    world,
    decisions,
    stopping: new Set(stops.map(({ unitId }) => unitId)),
    again: new Set(change.kind === 'reconnect' ? change.connections : []),
    former: once(() => currentWorld(input)),
  });
  const awaited = connections.ends;
  const running = buildSteps({ world, graph, decisions, base, stops: stopping.map(({ id }) => id), awaited });
  const connecting = connections.steps(running, base);
  const steps: readonly Step[] = [
    ...resetting.backup,
    ...(save === undefined ? [] : [save]),
    ...stopping,
    ...resetting.clearing,
    ...running,
    ...connecting,
  ];
  const started = decisions.filter(({ action }) => action !== 'keep').map(({ unit }) => unit);
  return {
    steps,
    services: servicesOf(wanted, decisions, world, requested),
    moves,
    warnings: [
      ...new Set([
        ...draft.warnings,
        ...broken,
        ...leftAlone,
        ...startWarnings(started, world),
        ...losses,
        ...resetting.warnings,
      ]),
    ],
    document: draft.document,
    requestedPorts: requested,
    selected,
    refused,
    changes,
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The order of keys in a document is no part of a plan. */
function byPointer(a: Plan['changes'][number], b: Plan['changes'][number]): number {
  return a.pointer < b.pointer ? -1 : Number(a.pointer > b.pointer);
}

interface DecideAllInput {
  readonly input: PlanInput;
  readonly world: World;
  readonly graph: NeedGraph;
  readonly facts: ReadonlyMap<UnitId, UnitFact>;
  readonly wanted: Wanted;
  readonly restarts: ReadonlySet<string>;
  readonly updates: Selection['updates'];
}

/** Decides for everything that is wanted or runs; what neither is nor does is not even resolved. */
function decideAll(
  members: readonly Member[],
  { input, world, graph, facts, wanted, restarts, updates }: DecideAllInput,
): readonly Decision[] {
  const { plans, updating } = withUpdates(createUnitPlans(world, graph), updates, world);
  const former = createFormerUnits(input);
  return members.flatMap((member) => {
    const fact = facts.get(member.unitId);
    const { processName } = member.entry;
    if (!wanted.has(processName) && !updates.has(processName) && (fact === undefined || !isUp(fact))) return [];
    const unit = plans(member);
    return unit === undefined ? [] : [decide(unit, { facts, wanted, restarts, updating, before: former })];
  });
}

/** The services of the plan in the order in which they start. */
function servicesOf(
  wanted: Wanted,
  decisions: readonly Decision[],
  world: World,
  requested: Readonly<Record<string, number>>,
): Plan['services'] {
  const touched = decisions
    .filter(({ action, wanted: asked }) => asked || action !== 'keep')
    .map(({ unit }) => unit.member.entry.processName);
  const names = [...new Set([...touched, ...wanted.keys()])];
  const bound = new Map<string, string[]>();
  for (const { member, parts } of portGroups(world)) {
    bound.set(member.pointer, [...(bound.get(member.pointer) ?? []), ...parts.map(({ spec }) => spec.id)]);
  }
  return names.flatMap((name) => {
    const member = world.members.find(({ entry }) => entry.processName === name);
    if (member === undefined) return [];
    const { manifest, pointer, ports } = member;
    return [
      {
        processName: name,
        serviceKey: manifest.key,
        displayName: manifest.displayName,
        because: wanted.get(name)?.by ?? 'a change of what it uses',
        ports: (bound.get(pointer) ?? []).map((id) => ({
          id,
          port: ports[id] ?? 0,
          requested: requested[`${pointer}#${id}`] ?? ports[id] ?? 0,
        })),
        simulated: world.facts.simulated && manifest.runtime?.simulated === true,
      },
    ];
  });
}
