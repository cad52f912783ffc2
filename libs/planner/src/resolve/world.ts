import { type JsonObject, toUnitId, type UnitId } from '@showrunner/contracts';
import type { Catalog, PortSpec, ServiceManifest } from '@showrunner/catalog';
import { entriesOf, type Entry, getIn, manifestsInOrder, pathOfService, toPointer } from '@showrunner/config';
import type { HostFacts } from '../facts.ts';
import { createRealPaths, type RealPaths } from './paths.ts';

/** An entry of the document with what the catalogue knows about it. */
export interface Member {
  readonly entry: Entry;
  readonly manifest: ServiceManifest;
  readonly unitId: UnitId;
  /** JSON pointer of the entry. */
  readonly pointer: string;
  /** Ports by id: assigned, or as configured where nothing was assigned yet. */
  readonly ports: Readonly<Record<string, number>>;
}

/** One state of the stack in which expressions and conditions have values. */
export interface World {
  readonly catalog: Catalog;
  readonly facts: HostFacts;
  /** The effective document. */
  readonly document: JsonObject;
  /** Services in the order in which the document has them. */
  readonly order: readonly ServiceManifest[];
  readonly members: readonly Member[];
  readonly byService: ReadonlyMap<string, readonly Member[]>;
  readonly paths: RealPaths;
}

/** Ports by entry pointer and port id. */
export type PortTable = ReadonlyMap<string, Readonly<Record<string, number>>>;

/**
 * Lists what the document holds, every port as configured. Services whose block is the very one of `previous` are taken
 * from there: a change is worked in value by value, and each touches one block.
 */
export function createWorld(
  source: { readonly catalog: Catalog; readonly facts: HostFacts },
  document: JsonObject,
  previous?: World,
): World {
  const { catalog, facts } = source;
  const order = previous?.order ?? manifestsInOrder(catalog);
  const members: Member[] = [];
  const byService = new Map<string, readonly Member[]>();
  for (const manifest of order) {
    const group =
      groupIn(previous, manifest, document) ?? entriesOf(document, manifest).map((entry) => toMember(entry, manifest));
    members.push(...group);
    byService.set(manifest.key, group);
  }
  return { catalog, facts, document, order, members, byService, paths: createRealPaths(catalog, facts.root) };
}

function groupIn(previous: World | undefined, manifest: ServiceManifest, document: JsonObject) {
  if (previous === undefined) return undefined;
  const path = pathOfService(manifest);
  return getIn(previous.document, path) === getIn(document, path) ? previous.byService.get(manifest.key) : undefined;
}

function toMember(entry: Entry, manifest: ServiceManifest): Member {
  const pointer = toPointer(entry.path);
  return { entry, manifest, unitId: toUnitId(entry.processName), pointer, ports: configuredPorts(entry, manifest) };
}

/** The same world with other ports. */
export function withPorts(world: World, ports: PortTable): World {
  const byService = new Map<string, readonly Member[]>();
  for (const [key, group] of world.byService) {
    byService.set(
      key,
      group.map((member) => ({ ...member, ports: ports.get(member.pointer) ?? member.ports })),
    );
  }
  return { ...world, members: [...byService.values()].flat(), byService };
}

/** The port that an entry asks for, or the default where its field holds none. */
export function configuredPort(entry: Entry, spec: PortSpec): number {
  const value = spec.field === undefined ? undefined : getIn(entry.config, spec.field.split('.'));
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535 ? value : spec.default;
}

function configuredPorts(entry: Entry, manifest: ServiceManifest): Record<string, number> {
  const ports: Record<string, number> = {};
  for (const spec of manifest.ports) {
    const { adjacent } = spec;
    const base = adjacent && spec.field === undefined ? ports[adjacent.to] : undefined;
    ports[spec.id] = base !== undefined && adjacent ? base + adjacent.offset : configuredPort(entry, spec);
  }
  return ports;
}

/** Whether it is run by us as a program: switched on, a unit, and installable. */
export function isRunnable(member: Member): boolean {
  return member.entry.enabled && member.manifest.kind === 'unit' && member.manifest.runtime !== undefined;
}

/** Keys of the core services that an entry is tagged with: a string, a comma list or an array. */
export function coreTags(config: JsonObject): readonly string[] {
  return [config['core_service'], config['core_services']]
    .flatMap((value) => (Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : []))
    .map((tag) => String(tag).trim())
    .filter((tag) => tag !== '');
}
