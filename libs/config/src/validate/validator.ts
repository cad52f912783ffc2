import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { JsonObject } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import { isEqual } from '../json/equal.ts';
import { toPointer } from '../json/pointer.ts';
import { schemaOfShape } from '../schema/schema-of-shape.ts';
import { documentShape } from '../shape/document-shape.ts';
import type { Shape } from '../shape/shape.ts';
import { cutIntoSections } from './sections.ts';

/** Compiles the schema of a shape at its first use. */
type Compile = (shape: Shape, key: string) => ValidateFunction;

const compilers = new WeakMap<Catalog['all'], Compile>();

/**
 * Everything that the schema finds wrong with a document; paths are from the document's root.
 * @param trustDefaults leaves out the blocks that are as shipped
 */
export function schemaErrors(document: JsonObject, catalog: Catalog, trustDefaults: boolean): readonly ErrorObject[] {
  const compile = compilerOf(catalog);
  return cutIntoSections(document, documentShape(catalog)).flatMap(({ path, shape, value }) => {
    if (trustDefaults && isEqual(value, shape.fallback)) return [];
    const validate = compile(shape, path.at(-1) ?? '');
    if (validate(value)) return [];
    const prefix = toPointer(path);
    return (validate.errors ?? []).map((error) => ({ ...error, instancePath: `${prefix}${error.instancePath}` }));
  });
}

function compilerOf(catalog: Catalog): Compile {
  const known = compilers.get(catalog.all);
  if (known !== undefined) return known;
  // Optimising the generated code takes longer than running it unoptimised ever will.
  const ajv = new Ajv({ allErrors: true, strict: false, ownProperties: true, code: { optimize: false } });
  formats.default(ajv);
  const validators = new WeakMap<Shape, ValidateFunction>();
  const compile: Compile = (shape, key) => {
    const validate = validators.get(shape) ?? ajv.compile(schemaOfShape(shape, key));
    validators.set(shape, validate);
    return validate;
  };
  compilers.set(catalog.all, compile);
  return compile;
}
