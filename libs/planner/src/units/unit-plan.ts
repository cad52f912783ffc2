import type { Json, JsonObject } from '@showrunner/contracts';
import { driftOf, type FileDrift } from '../drift.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Need } from '../graph/needs.ts';
import type { PlannedArtifact, PlannedDirectory, PlannedFile } from '../plan-model.ts';
import { holds } from '../resolve/condition.ts';
import { resolveText } from '../resolve/expression.ts';
import { parseExpression } from '../resolve/parse-expression.ts';
import { lookUp, type Scope } from '../resolve/references.ts';
import type { Member, World } from '../resolve/world.ts';
import { isNoise } from '../select/noise.ts';
import type { UnitSpec } from '../unit.ts';
import { artifactFingerprint, artifactOf, installedFingerprint } from './artifact.ts';
import { environmentOf } from './environment.ts';
import { directoriesOf, filesOf } from './files.ts';
import { hooksOf, type TitledHook } from './hooks.ts';
import { edgesOf, mountsOf } from './edges.ts';
import { limitsOf } from './limits.ts';
import { gatesOf, probesOf, toArgv } from './probes.ts';
import { restartPolicyOf } from './restart-policy.ts';
import { userOf } from './user.ts';

/** Everything about one unit that a plan can hold. */
export interface UnitPlan {
  readonly member: Member;
  readonly spec: UnitSpec;
  readonly artifact: PlannedArtifact;
  readonly installKey: string;
  readonly artifactFingerprint: string;
  /** Whether the artifact has to be installed first. */
  readonly installs: boolean;
  readonly directories: readonly PlannedDirectory[];
  readonly files: readonly PlannedFile[];
  readonly filesFingerprint: string;
  readonly filesKey: string;
  /** What of its directories and files is not on the disk as it was written. */
  readonly drift: readonly FileDrift[];
  readonly prepare: readonly TitledHook[];
  readonly provision: readonly TitledHook[];
}

const startupMs = 120_000;

/** Makes everything about a unit concrete; `undefined` where this version cannot run it. */
export function planUnit(member: Member, world: World, needs: readonly Need[]): UnitPlan | undefined {
  const { manifest, entry, unitId } = member;
  const { runtime } = manifest;
  const artifact = artifactOf(member, world);
  if (runtime === undefined || artifact === undefined) return undefined;
  const scope: Scope = { world, member };
  const cwd = resolveText(runtime.run.cwd, scope);
  const env = environmentOf(scope, cwd);
  const user = userOf(runtime.run.user, world);
  const run = { cwd, env, ...(user === undefined ? {} : { user }) };
  const limits = limitsOf(entry.config);
  const directories = directoriesOf(scope);
  const files = filesOf(scope);
  const prepare = hooksOf(scope, 'prepare', run);
  const installKey = `install:${artifact.root}`;
  const { applied, installed: versions, releases } = world.facts;
  const made = artifactFingerprint(artifact);
  const installed = installedFingerprint(
    artifact,
    made,
    applied[installKey],
    versions[artifact.root],
    releases?.[artifact.root],
  );
  const filesFingerprint = fingerprint({ directories, files });
  const filesKey = `files:${unitId}`;
  const drift = driftOf(filesKey, new Set([...directories, ...files].map(({ path }) => path)), world.facts);
  const inputs = inputsOf(installed ?? made, filesFingerprint, prepare, entry.config);
  const spec: UnitSpec = {
    unitId,
    processName: entry.processName,
    serviceKey: entry.serviceKey,
    instance: entry.instance,
    argv: argvOf(scope),
    ...run,
    ...(limits === undefined ? {} : { limits }),
    outputFile: outputFileOf(scope),
    gates: gatesOf(scope),
    probes: probesOf(scope),
    startupMs: runtime.health.startupMs ?? startupMs,
    stop: manifest.stop,
    stopTier: manifest.stopTier,
    restart: restartPolicyOf(entry.processName, world.document),
    mounts: mountsOf(scope),
    logs: logsOf(scope),
    edges: edgesOf(entry.processName, needs, world),
    inputs,
  };
  const provision = hooksOf(scope, 'provision', run);
  const installs = installed === undefined;
  return {
    member,
    spec,
    artifact,
    installKey,
    artifactFingerprint: made,
    installs,
    directories,
    files,
    filesFingerprint,
    filesKey,
    drift,
    prepare,
    provision,
  };
}

/** Beside its spec, what a process depends on; hooks may look at the whole entry, but only where there are any. */
function inputsOf(artifact: string, files: string, prepare: readonly TitledHook[], config: JsonObject): string {
  const hooks = prepare.map(({ hook }) => [hook.name, hook.values]);
  return fingerprint({ artifact, files, hooks, ...(hooks.length === 0 ? {} : { entry: withoutNoise(config) }) });
}

/** What of an entry a hook may act on; schedules and sources are no reason to start anything anew. */
export function withoutNoise(config: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(config).filter((member): member is [string, Json] => !isNoise(member[0])));
}

function argvOf(scope: Scope): readonly [string, ...string[]] {
  const items = scope.member.manifest.runtime?.run.argv ?? [];
  const argv = items.flatMap((item) => {
    if (typeof item === 'string') return [resolveText(item, scope)];
    if ('each' in item) return listedArguments(item.each, scope);
    return holds(item.when, scope) ? item.args.map((argument) => resolveText(argument, scope)) : [];
  });
  return toArgv(argv, scope);
}

/** Arguments of the person, as they were written: nobody splits, expands or moves them. */
function listedArguments(expression: string, scope: Scope): readonly string[] {
  const { whole } = parseExpression(expression);
  const list = whole === undefined ? undefined : lookUp(whole, { ...scope, verbatim: true });
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: Json) => (typeof item === 'string' || typeof item === 'number' ? [String(item)] : []));
}

/** `log_file` is ours where the program prints; where it writes its own, what it prints goes beside our other logs. */
function outputFileOf(scope: Scope): string {
  const { entry, manifest, unitId } = scope.member;
  const { paths } = scope.world;
  if (manifest.runtime?.logs.from !== 'output') return paths.toReal(`/log/${unitId}.output.log`);
  const file = entry.config['log_file'];
  return paths.toReal(typeof file === 'string' && file !== '' ? file : `/log/${unitId}.log`);
}

function logsOf(scope: Scope): UnitSpec['logs'] {
  const logs = scope.member.manifest.runtime?.logs ?? { from: 'output', patterns: [] };
  return logs.from === 'output' ? logs : { ...logs, from: { own: resolveText(logs.from.own, scope) } };
}
