import { type JsonObject, Problem } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import { documentShape, entryShape } from '../shape/document-shape.ts';
import { schemaOfShape } from './schema-of-shape.ts';

const schemas = new WeakMap<Catalog['all'], JsonObject>();

/** JSON Schema of the whole stack document, generated from the catalogue; computed once. */
export function documentSchema(catalog: Catalog): JsonObject {
  const known = schemas.get(catalog.all);
  if (known !== undefined) return known;
  const schema = schemaOfShape(documentShape(catalog));
  schemas.set(catalog.all, schema);
  return schema;
}

/**
 * JSON Schema of one entry of a service: of the block itself, or of each instance.
 * @throws Problem `service.unknown`
 */
export function entrySchema(catalog: Catalog, serviceKey: string): JsonObject {
  const manifest = catalog.manifest(serviceKey);
  if (manifest === undefined)
    throw new Problem('service.unknown', `There is no service "${serviceKey}" in the catalogue.`);
  return schemaOfShape(entryShape(manifest));
}
