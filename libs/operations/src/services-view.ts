import type { Catalog, PortSpec, ServiceManifest } from '@showrunner/catalog';
import { type Entry, listEntries } from '@showrunner/config';
import { type JsonObject, type NeedView, type ServiceView, toUnitId, type UnitStatus } from '@showrunner/contracts';
import type { Engine } from '@showrunner/planner';
import type { AppliedTable } from './store/applied.table.ts';

/** Everything that is configured, with what is known of it, in document order. */
export function viewServices(options: {
  catalog: Catalog;
  effective: JsonObject;
  engine: Engine;
  applied: AppliedTable;
  simulated: boolean;
  now: number;
}): readonly ServiceView[] {
  const { catalog, engine, applied } = options;
  const versions = applied.versions();
  const requested = applied.requestedPorts();
  const names = new Map(engine.list().map((status) => [status.unitId, status.processName]));
  const needs = new Map<string, readonly NeedView[]>();
  const entries = listEntries(options.effective, catalog).filter((entry) => !entry.template || entry.enabled);

  for (const entry of entries) {
    const spec = engine.specOf(toUnitId(entry.processName))?.spec;
    needs.set(
      entry.processName,
      (spec?.edges ?? []).map(({ unitId, processName, kind, until, required, on: { restarted, unhealthy, gone } }) => ({
        processName: names.get(unitId) ?? processName,
        kind,
        until,
        required,
        on: { restarted, unhealthy, gone },
      })),
    );
  }
  const neededBy = (processName: string) =>
    [...needs].filter(([, needed]) => needed.some((need) => need.processName === processName)).map(([name]) => name);

  return entries.flatMap((entry) => {
    const manifest = catalog.manifest(entry.serviceKey);
    if (manifest === undefined || manifest.kind !== 'unit') return [];
    const unitId = toUnitId(entry.processName);
    return [
      {
        processName: entry.processName,
        unitId,
        serviceKey: entry.serviceKey,
        instance: entry.instance,
        replica: entry.replica === undefined ? null : { index: entry.replica.index, count: entry.replica.count },
        maxReplicas: manifest.replicas?.max ?? null,
        displayName: manifest.displayName,
        description: manifest.description,
        role: manifest.role,
        enabled: entry.enabled,
        status: engine.inspect(unitId) ?? unknownStatus(entry, options.now),
        version: versions[entry.processName] ?? null,
        ports: viewPorts(entry, manifest, requested),
        needs: (needs.get(entry.processName) ?? []).map(({ processName }) => processName),
        neededBy: neededBy(entry.processName),
        needsHow: [...(needs.get(entry.processName) ?? [])],
        ...viewPage(entry, manifest),
        logFile: textField(entry, 'log_file'),
        configFile: textField(entry, 'config_file'),
        simulated: options.simulated && manifest.runtime?.simulated === true,
        projectUrl: manifest.links.project,
      },
    ];
  });
}

/** An entry that was never planned is stopped. */
function unknownStatus(entry: Entry, now: number): UnitStatus {
  return {
    unitId: toUnitId(entry.processName),
    processName: entry.processName,
    state: 'stopped',
    since: now,
    health: 'unknown',
    reason: entry.enabled ? 'It has not been started yet.' : 'It is switched off.',
    restartCount: 0,
    adopted: false,
  };
}

function viewPorts(
  entry: Entry,
  manifest: ServiceManifest,
  requested: Readonly<Record<string, number>>,
): ServiceView['ports'] {
  const pointer = `/${entry.path.join('/')}`;
  return manifest.ports.flatMap((spec) => {
    const port = portOf(entry, manifest, spec);
    if (port === undefined) return [];
    return [{ id: spec.id, port, requested: requested[`${pointer}#${spec.id}`] ?? port, role: spec.role }];
  });
}

function viewPage(entry: Entry, manifest: ServiceManifest): Pick<ServiceView, 'uiPort' | 'uiPath'> {
  const spec = manifest.ports.find(({ id }) => id === manifest.ui?.port);
  const port = spec === undefined ? undefined : portOf(entry, manifest, spec);
  return { uiPort: port ?? null, uiPath: manifest.ui?.path ?? '/' };
}

/** A port that the entry holds itself, or that goes with one of those. */
function portOf(entry: Entry, manifest: ServiceManifest, spec: PortSpec): number | undefined {
  const { field, adjacent } = spec;
  if (adjacent !== undefined) {
    const base = manifest.ports.find(({ id }) => id === adjacent.to);
    const port = base === undefined ? undefined : portOf(entry, manifest, base);
    return port === undefined ? undefined : port + adjacent.offset;
  }
  const port = field === undefined ? undefined : entry.config[field];
  return typeof port === 'number' ? port : undefined;
}

function textField(entry: Entry, field: string): string | null {
  const value = entry.config[field];
  return typeof value === 'string' && value !== '' ? value : null;
}
