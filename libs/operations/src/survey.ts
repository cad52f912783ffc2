import type { Catalog, SourceSpec, ToolchainName } from '@showrunner/catalog';
import { listEntries } from '@showrunner/config';
import { type JsonObject, toUnitId, type UnitId } from '@showrunner/contracts';
import type { Platform, PortHolder } from '@showrunner/platform';
import { type FileDrift, type HostFacts, keptSecrets, supervisionOf } from '@showrunner/planner';
import type { LocalEngine } from '@showrunner/supervisor';
import type { FileWriter } from './performer.ts';
import type { AppliedTable } from './store/applied.table.ts';

const databaseAccounts = ['postgres', 'nobody'];

export interface SurveyOptions {
  readonly platform: Platform;
  readonly catalog: Catalog;
  readonly engine: LocalEngine;
  readonly applied: AppliedTable;
  readonly writer: Pick<FileWriter, 'inspectPath' | 'readValue'>;
  readonly document: () => JsonObject;
  readonly root: string;
  readonly baseEnv: Readonly<Record<string, string>>;
  readonly simulated: boolean;
  readonly secret: HostFacts['secret'];
  /** Directories of the toolchains' programs, found or to be fetched. */
  readonly toolchains: () => Promise<Readonly<Partial<Record<ToolchainName, string>>>>;
  /** Our own pid: the port that the control plane listens on is that of its own entry. */
  readonly selfPid: number;
  /** Whether we give up a port that we listen on to a service that wants it: it counts as free. */
  readonly yields: (port: number) => boolean;
}

/** Looks at this machine and answers what the planner has to know of it. Changes nothing. */
export async function surveyHost(options: SurveyOptions): Promise<HostFacts> {
  const { platform, applied } = options;
  const [machine, listeners, programs, toolchains, serviceAccount, databaseAccount, drift] = await Promise.all([
    platform.machine.facts(),
    platform.network.listeners(),
    findPrograms(options),
    options.toolchains(),
    platform.machine.accountOf(puidOf(options.document())),
    platform.machine.findAccount(databaseAccounts),
    findDrift(options),
  ]);
  const facts: HostFacts = {
    machine,
    root: options.root,
    ports: await Promise.all(
      listeners
        .filter(({ pid, port }) => !(pid === options.selfPid && options.yields(port)))
        .map((holder) => withUnit(holder, options)),
    ),
    programs,
    toolchains,
    serviceAccount: serviceAccount?.owner,
    databaseAccount: databaseAccount?.owner,
    units: plannedUnits(options),
    applied: applied.all(),
    drift,
    connections: applied.connections.all(),
    kept: {},
    installed: applied.installed(),
    releases: applied.releases(),
    baseEnv: options.baseEnv,
    simulated: options.simulated,
    secret: options.secret,
  };
  return { ...facts, kept: await findKept(facts, options) };
}

/** Looks up the secrets that programs keep themselves, and that a person may have changed there. */
async function findKept(facts: HostFacts, { catalog, document, writer }: SurveyOptions): Promise<HostFacts['kept']> {
  const found = await Promise.all(
    keptSecrets({ catalog, facts, effective: document() }).map(
      async (kept) => [kept.name, await writer.readValue(kept)] as const,
    ),
  );
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Looks at everything that was written whether it still is as it was left. */
async function findDrift({ applied, writer }: SurveyOptions): Promise<HostFacts['drift']> {
  const found = await Promise.all(
    Object.entries(applied.written.all()).map(async ([key, paths]) => {
      const states = await Promise.all(
        paths.map(async (written) => ({ path: written.path, what: await writer.inspectPath(written) })),
      );
      return [key, states.filter((state): state is FileDrift => state.what !== 'intact')] as const;
    }),
  );
  return Object.fromEntries(found.filter(([, states]) => states.length > 0));
}

async function withUnit(holder: PortHolder, options: SurveyOptions): Promise<HostFacts['ports'][number]> {
  if (holder.pid === undefined) return holder;
  const unitId = holder.pid === options.selfPid ? ownUnit(options) : await options.engine.unitOfPid(holder.pid);
  return unitId === undefined ? holder : { ...holder, unitId };
}

/** Units that the document speaks of. Others, such as the simulator of a demo, are no business of a plan. */
function plannedUnits({ engine, catalog }: SurveyOptions): HostFacts['units'] {
  return engine.list().flatMap((status) => {
    const unitId = status.unitId as UnitId; // the engine has it from a spec
    const known = engine.specOf(unitId);
    if (known === undefined || catalog.manifest(known.spec.serviceKey) === undefined) return [];
    return [
      {
        unitId,
        state: status.state,
        healthy: status.health === 'healthy' || status.health === 'degraded',
        held: engine.isHeld(unitId),
        runningFingerprint: known.runningFingerprint,
        supervision: supervisionOf(known.spec),
      },
    ];
  });
}

/** The entry of the document that is this control plane. */
function ownUnit({ catalog, document }: SurveyOptions): UnitId | undefined {
  const own = listEntries(document(), catalog).find(({ serviceKey }) => serviceKey === 'dumb_api_service');
  return own === undefined ? undefined : toUnitId(own.processName);
}

function puidOf(document: JsonObject): number {
  const puid = document['puid'];
  return typeof puid === 'number' ? puid : 1000;
}

/** Every program that some `system` source in the catalogue would use. */
async function findPrograms({ platform, catalog }: SurveyOptions): Promise<Record<string, string>> {
  const wanted = new Map<string, readonly string[]>();
  const collect = (source: SourceSpec): void => {
    if (source.kind === 'first') source.of.forEach(collect);
    if (source.kind !== 'system') return;
    for (const program of [source.program, ...(source.companions ?? [])]) wanted.set(program, source.directories ?? []);
  };
  for (const { manifest } of catalog.all) if (manifest.runtime !== undefined) collect(manifest.runtime.source);
  const found = await Promise.all(
    [...wanted].map(
      async ([name, directories]) => [name, await platform.machine.findProgram(name, directories)] as const,
    ),
  );
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
