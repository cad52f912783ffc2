declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Identifier of a service in the catalogue: `sonarr`, `riven_backend`. */
export type ServiceKey = Branded<'ServiceKey'>;
/**
 * Identifier of one running program of an instance. It is the entry's process name in lower case with every run of
 * other characters turned into a dash (`Zurg w/ Riven` → `zurg-w-riven`), so that it is safe as a file name.
 */
export type UnitId = Branded<'UnitId'>;
/** Identifier of a plan being applied. */
export type OperationId = Branded<'OperationId'>;

/** Reads a service key. */
export function toServiceKey(key: string): ServiceKey {
  return key as ServiceKey;
}

/** Derives the unit id of a process name; the same name always gives the same id. */
export function toUnitId(processName: string): UnitId {
  const id = processName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return id as UnitId;
}

/** Marks a string as an operation id. */
export function toOperationId(id: string): OperationId {
  return id as OperationId;
}
