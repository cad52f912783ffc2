import type { Json, JsonObject } from '@showrunner/contracts';
import type { Catalog, FieldSpec, ServiceManifest } from '@showrunner/catalog';
import { dumbBlocks, dumbScalars, rootBlock } from '../settings/index.ts';
import { toObject } from '../json/json.ts';
import { optionalEntryFields } from './entry-fields.ts';
import type { Shape } from './shape.ts';
import { shapeOfBlock } from './shape-of-block.ts';

const shapes = new WeakMap<Catalog['all'], Shape>();

/** The shape of the whole stack document for a catalogue; computed once. */
export function documentShape(catalog: Catalog): Shape {
  const known = shapes.get(catalog.all);
  if (known !== undefined) return known;
  const shape = buildDocumentShape(catalog);
  shapes.set(catalog.all, shape);
  return shape;
}

/** Keys from the root to a service's block. */
export function pathOfService(manifest: ServiceManifest): readonly string[] {
  return manifest.documentPath ?? [manifest.key];
}

/** The shape of one entry of a service. */
export function entryShape(manifest: ServiceManifest): Shape {
  const runs = manifest.kind !== 'settings';
  const fields = { ...(runs ? unnamed(manifest) : {}), ...scaleField(manifest), ...manifest.fields };
  const required = runs ? ['enabled', 'process_name'] : ['enabled'];
  return shapeOfBlock({ defaults: manifest.defaults, fields, required });
}

function unnamed(manifest: ServiceManifest): typeof optionalEntryFields {
  const extra = Object.entries(optionalEntryFields).filter(([key]) => !Object.hasOwn(manifest.defaults, key));
  return Object.fromEntries(extra);
}

function scaleField({ replicas }: ServiceManifest): Record<string, FieldSpec> {
  if (replicas === undefined) return {};
  const description = 'How many identical copies run, each on a port of its own; 0 for none.';
  return { scale: { label: 'Copies', description, types: ['number'], minimum: 0, maximum: replicas.max } };
}

function serviceShape(manifest: ServiceManifest): Shape {
  const entry = entryShape(manifest);
  if (manifest.instances === undefined) return entry;
  const { template, processName } = manifest.instances;
  const fallback = { [template]: manifest.defaults };
  const instances: Shape = { fallback, children: new Map(), each: entry, instances: { template, processName } };
  return { fallback: { instances: fallback }, children: new Map([['instances', instances]]) };
}

function buildDocumentShape(catalog: Catalog): Shape {
  const root = new Map(shapeOfBlock(rootBlock).children);
  const dumb = new Map(shapeOfBlock(dumbScalars).children);
  const services = catalog.all.map(({ manifest }) => ({
    path: pathOfService(manifest),
    shape: serviceShape(manifest),
  }));
  for (const { path, shape } of services) {
    if (path.length === 2 && path[0] === 'dumb' && path[1] !== undefined) dumb.set(path[1], shape);
  }
  for (const [name, block] of Object.entries(dumbBlocks)) dumb.set(name, shapeOfBlock(block));
  root.set('dumb', { fallback: fallbacks(dumb), children: dumb });
  for (const { path, shape } of services) if (path.length === 1 && path[0] !== undefined) root.set(path[0], shape);
  return { fallback: fallbacks(root), children: root, required: rootBlock.required ?? [] };
}

function fallbacks(children: ReadonlyMap<string, Shape>): JsonObject {
  const pairs: (readonly [string, Json])[] = [];
  for (const [key, shape] of children) if (shape.fallback !== undefined) pairs.push([key, shape.fallback]);
  return toObject(pairs);
}
