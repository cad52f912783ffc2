import { describeDrift, withSetAside } from '../drift.ts';
import type { Step } from '../plan-model.ts';
import { hookFingerprint } from '../units/hook-fingerprint.ts';
import type { Decision } from './decide.ts';

/** Ids of the steps of one unit, the same in every plan. */
export const stepId = {
  stage: (unitId: string) => `stage:${unitId}`,
  install: (unitId: string) => `install:${unitId}`,
  files: (unitId: string) => `write-files:${unitId}`,
  hook: (unitId: string, name: string) => `run-hook:${unitId}:${name}`,
  define: (unitId: string) => `define-unit:${unitId}`,
  start: (unitId: string) => `start-unit:${unitId}`,
  stop: (unitId: string) => `stop-unit:${unitId}`,
  healthy: (unitId: string) => `await-healthy:${unitId}`,
  database: (unitId: string) => `provision-database:${unitId}`,
};

export interface UnitStepsInput {
  readonly decision: Decision;
  /** Steps before everything: the saved document. */
  readonly base: readonly string[];
  /** Id of the step that installs its program, if one does; it may be another unit's. */
  readonly installedBy: string | undefined;
  /** Whether this unit has to make that step. */
  readonly installsItself: boolean;
  /** Units that run by the program that is replaced, this one or others: they are stopped while that happens. */
  readonly stopped: readonly Decision[];
  /** Steps that must be done before the program starts: what it needs, what makes room for it. */
  readonly gates: readonly string[];
  /** Whether somebody has to wait for its health although it runs. */
  readonly awaited: boolean;
  readonly applied: Readonly<Record<string, string>>;
}

/** The steps of one unit in their order: install, write, prepare, start, await, provision. */
export function unitSteps(input: UnitStepsInput): readonly Step[] {
  const { decision, base, installedBy, installsItself, applied } = input;
  const { unit, action, wanted } = decision;
  const concerned = wanted || action !== 'keep';
  const steps: Step[] = [];
  if (decision.installsOnly) return installsItself ? installSteps(input) : [];
  if (installsItself) steps.push(...installSteps(input));
  const afterInstall = installedBy === undefined ? base : [installedBy];
  if (concerned && needsFiles(unit, applied)) steps.push(filesStep(decision, afterInstall, applied));
  const prepared = steps.at(-1)?.kind === 'write-files' ? [stepId.files(unit.spec.unitId)] : afterInstall;
  if (action !== 'keep') steps.push(...startSteps(input, unique([...prepared, ...input.gates])));
  if (decision.resupervised !== undefined) steps.push(defineStep(decision, decision.resupervised, base));
  const up = action === 'keep' ? base : [stepId.start(unit.spec.unitId)];
  if (action !== 'keep' || input.awaited) steps.push(awaitStep(decision, up));
  const healthy = action !== 'keep' || input.awaited ? [stepId.healthy(unit.spec.unitId)] : base;
  if (concerned) steps.push(...provisionSteps(decision, healthy, applied));
  // It goes on as it is, but what it is told has changed with something else: Riven hears of a new Zilean.
  else if (decision.retold) steps.push(...provisionSteps(decision, unique([...healthy, ...input.gates]), applied));
  return steps;
}

/**
 * Fetching and building takes minutes and needs nothing to be stopped; putting it in place takes a moment in which nothing
 * may run by it. In this order taking it back ends with what ran before.
 */
function installSteps({ decision, base, stopped }: UnitStepsInput): readonly Step[] {
  if (stopped.length === 0) return [installStep(decision, base)];
  const stage = stageStep(decision, base);
  const stops = stopped.map((other) => stopStep(other, [stage.id]));
  return [stage, ...stops, installStep(decision, [stage.id, ...stops.map(({ id }) => id)])];
}

function stageStep({ unit, reason }: Decision, after: readonly string[]): Step {
  const { artifact } = unit;
  return {
    kind: 'stage',
    id: stepId.stage(unit.spec.unitId),
    title: `Fetch ${artifact.processName}${versionText(artifact.version)}`,
    reason,
    processName: unit.spec.processName,
    after,
    artifact,
  };
}

function installStep({ unit, reason }: Decision, after: readonly string[]): Step {
  const { artifact, installKey } = unit;
  return {
    kind: 'install',
    id: stepId.install(unit.spec.unitId),
    title: `Install ${artifact.processName}${versionText(artifact.version)}`,
    reason,
    processName: unit.spec.processName,
    after,
    applies: { key: installKey, fingerprint: unit.artifactFingerprint },
    artifact,
  };
}

function versionText(version: Decision['unit']['artifact']['version']): string {
  switch (version.kind) {
    case 'tag':
      return ` ${version.tag}`;
    case 'branch':
      return ` from the branch ${version.branch}`;
    case 'commit':
      return ` at ${version.commit.slice(0, 8)}`;
    case 'prerelease':
      return ' (newest prerelease)';
    case 'nightly':
      return ' (newest nightly build)';
    default:
      return '';
  }
}

function filesStep(
  { unit, reason }: Decision,
  after: readonly string[],
  applied: Readonly<Record<string, string>>,
): Step {
  const { directories, files, filesFingerprint, filesKey, drift, spec } = unit;
  const onlyDrift = applied[filesKey] === filesFingerprint;
  return {
    kind: 'write-files',
    id: stepId.files(spec.unitId),
    title:
      files.length === 0 ? `Make the directories of ${spec.processName}` : `Write the settings of ${spec.processName}`,
    reason: onlyDrift ? describeDrift(drift) : reason,
    processName: spec.processName,
    after,
    applies: { key: filesKey, fingerprint: filesFingerprint },
    directories,
    files: withSetAside(files, drift),
  };
}

function stopStep({ unit, reason }: Decision, after: readonly string[]): Step {
  const { unitId, processName } = unit.spec;
  const title = `Stop ${processName} for its restart`;
  const id = stepId.stop(unitId);
  return { kind: 'stop-unit', id, title, reason, processName, after, unitId, remove: false, forRestart: true };
}

function startSteps({ decision, installedBy }: UnitStepsInput, after: readonly string[]): readonly Step[] {
  const { unit, action, reason } = decision;
  const { spec } = unit;
  const steps: Step[] = [];
  let before = after;
  // A program that lives may hold what is to be prepared, or write over it when it ends.
  // One whose program is replaced has been stopped for that.
  if (action === 'restart' && unit.prepare.length > 0 && installedBy === undefined) {
    steps.push(stopStep(decision, before));
    before = [stepId.stop(spec.unitId)];
  }
  for (const { title, hook } of unit.prepare) {
    const id = stepId.hook(spec.unitId, hook.name);
    steps.push({
      kind: 'run-hook',
      id,
      title,
      reason: `${spec.processName} needs it before each start`,
      processName: spec.processName,
      after: before,
      hook,
    });
    before = [id];
  }
  const restart = action === 'restart';
  const title = `${restart ? 'Restart' : 'Start'} ${spec.processName}`;
  steps.push({
    kind: 'start-unit',
    id: stepId.start(spec.unitId),
    title,
    reason,
    processName: spec.processName,
    after: before,
    spec,
    restart,
  });
  return steps;
}

function defineStep({ unit: { spec } }: Decision, change: string, after: readonly string[]): Step {
  const { unitId, processName } = spec;
  const several = / and |s$/.test(change);
  return {
    kind: 'define-unit',
    id: stepId.define(unitId),
    title: `Supervise ${processName} as it is set now`,
    reason: `${change[0]?.toUpperCase()}${change.slice(1)} of ${processName} ${several ? 'change' : 'changes'}; nothing is restarted`,
    processName,
    after,
    spec,
  };
}

function awaitStep({ unit: { spec }, proof }: Decision, after: readonly string[]): Step {
  const { unitId, processName, startupMs } = spec;
  const title = `Wait until ${processName} is healthy`;
  const reason =
    proof === undefined
      ? 'Running is not enough: it must answer'
      : 'If it does not stay healthy, the version before takes its place again';
  return {
    kind: 'await-healthy',
    id: stepId.healthy(unitId),
    title,
    reason,
    processName,
    after,
    unitId,
    timeoutMs: Math.max(startupMs, proof?.timeoutMs ?? 0),
    ...(proof === undefined ? {} : { stableMs: proof.stableMs }),
  };
}

function provisionSteps(
  { unit }: Decision,
  after: readonly string[],
  applied: Readonly<Record<string, string>>,
): readonly Step[] {
  const { processName, unitId } = unit.spec;
  const steps: Step[] = [];
  let before = after;
  for (const titled of unit.provision) {
    const { title, hook } = titled;
    const applies = { key: `hook:${unitId}:${hook.name}`, fingerprint: hookFingerprint(titled) };
    if (applied[applies.key] === applies.fingerprint) continue;
    const id = stepId.hook(unitId, hook.name);
    steps.push({
      kind: 'run-hook',
      id,
      title,
      reason: `${processName} takes it only while it runs`,
      processName,
      after: before,
      applies,
      hook,
    });
    before = [id];
  }
  return steps;
}

function needsFiles(unit: Decision['unit'], applied: Readonly<Record<string, string>>): boolean {
  if (unit.directories.length === 0 && unit.files.length === 0) return false;
  return applied[unit.filesKey] !== unit.filesFingerprint || unit.drift.length > 0;
}

/** Without repetitions, in order. */
export function unique(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)];
}
