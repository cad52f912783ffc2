import type { NeedGraph } from '../graph/needs.ts';
import type { Step } from '../plan-model.ts';
import type { Member, World } from '../resolve/world.ts';
import { databaseStep } from './database-step.ts';
import type { Decision } from './decide.ts';
import { stepId, unique, unitSteps } from './unit-steps.ts';

export interface BuildInput {
  readonly world: World;
  readonly graph: NeedGraph;
  /** In an order in which each comes after what it needs. */
  readonly decisions: readonly Decision[];
  /** Steps before everything else: the saved document. */
  readonly base: readonly string[];
  /** Stops that must be done before anything starts in their place. */
  readonly stops: readonly string[];
  /** Entries that have to serve although nothing else waits for them: they are to be connected. */
  readonly awaited: ReadonlySet<Member>;
}

/** What is known of the steps that are already there, while more are added. */
interface Progress {
  readonly steps: Step[];
  /** Install key → id of the step that installs it. */
  readonly installs: Map<string, string>;
  /** Unit id → ids of steps that must be done until it serves. */
  readonly serves: Map<string, readonly string[]>;
  readonly starts: Map<string, string>;
}

/** Makes the steps of all units, with the edges that give their order and let the rest run side by side. */
export function buildSteps(input: BuildInput): readonly Step[] {
  const progress: Progress = { steps: [], installs: new Map(), serves: new Map(), starts: new Map() };
  const awaited = awaitedUnits(input);
  for (const decision of input.decisions) addUnit(decision, awaited, input, progress);
  return progress.steps;
}

function addUnit(decision: Decision, awaited: ReadonlySet<string>, input: BuildInput, progress: Progress): void {
  const { unit, action, wanted } = decision;
  const { unitId } = unit.spec;
  const concerned = wanted || action !== 'keep';
  const known = progress.installs.get(unit.installKey);
  const installsItself = known === undefined && unit.installs && concerned;
  const installedBy = known ?? (installsItself ? stepId.install(unitId) : undefined);
  if (installedBy !== undefined) progress.installs.set(unit.installKey, installedBy);
  const waits = awaited.has(unitId);
  const steps = unitSteps({
    decision,
    base: input.base,
    installedBy,
    installsItself,
    stopped: input.decisions.filter(
      (other) => other.action === 'restart' && other.unit.installKey === unit.installKey && unit.installs,
    ),
    gates: [...gatesOf(decision, input, progress), ...input.stops],
    awaited: waits,
    applied: input.world.facts.applied,
  });
  progress.steps.push(...steps);
  if (decision.installsOnly) return;
  if (action !== 'keep') progress.starts.set(unitId, stepId.start(unitId));
  const healthy = action !== 'keep' || waits ? [stepId.healthy(unitId)] : [];
  const database =
    concerned || neededNow(unit.member, input)
      ? databaseStep(unit.member, input.world, healthy.length > 0 ? healthy : input.base)
      : undefined;
  if (database !== undefined) progress.steps.push(database);
  progress.serves.set(unitId, database === undefined ? healthy : [database.id]);
}

/** Steps that must be done before the program starts, by the edges of the graph. */
function gatesOf({ unit }: Decision, { graph }: BuildInput, progress: Progress): readonly string[] {
  return unique(
    (graph.get(unit.member) ?? []).flatMap(({ provider, until }) => {
      if (until === 'healthy') return progress.serves.get(provider.unitId) ?? [];
      if (until === 'started') return progress.starts.get(provider.unitId) ?? [];
      return progress.steps.flatMap((step) =>
        step.kind === 'install' && step.artifact.processName === provider.entry.processName ? [step.id] : [],
      );
    }),
  );
}

/** Units that run but do not serve yet, and that the change or something that starts is waiting for. */
function awaitedUnits({ decisions, graph, awaited }: BuildInput): ReadonlySet<string> {
  const starting = new Set(decisions.filter(({ action }) => action !== 'keep').map(({ unit }) => unit.member));
  const needed = new Set(
    [...graph]
      .filter(([member]) => starting.has(member))
      .flatMap(([, needs]) => needs.filter(({ hard }) => hard).map(({ provider }) => provider)),
  );
  const waiting = decisions.filter(
    ({ unit, action, ready, wanted, installsOnly }) =>
      action === 'keep' &&
      !ready &&
      installsOnly !== true &&
      (wanted || needed.has(unit.member) || awaited.has(unit.member)),
  );
  return new Set(waiting.map(({ unit }) => unit.spec.unitId));
}

function neededNow(server: Member, { decisions, graph }: BuildInput): boolean {
  return decisions.some(
    ({ unit, wanted }) => wanted && (graph.get(unit.member) ?? []).some(({ provider }) => provider === server),
  );
}
