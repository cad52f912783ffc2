import type { ArrProgram } from './programs.ts';
import type { Entry, Field } from './schemas.ts';
import { fieldShape, providerShape, shapeProblems } from './shapes.ts';
import type { ArrStore, Resource } from './store.ts';

/** What the programs answer in the place of a secret, and take for "as it is". */
export const masked = '********';

export interface Failure {
  readonly propertyName: string;
  readonly errorMessage: string;
  readonly severity: 'error' | 'warning';
  readonly isWarning: boolean;
}

export function failure(propertyName: string, errorMessage: string, isWarning = false): Failure {
  return { propertyName, errorMessage, severity: isWarning ? 'warning' : 'error', isWarning };
}

type Body = Readonly<Record<string, unknown>>;
type Values = Readonly<Record<string, unknown>>;

/** The schema of a kind, as `GET <kind>/schema` answers it. */
export function schemaView(program: ArrProgram, kind: string): readonly Body[] {
  return (program.providers[kind] ?? []).map(({ fields, members, ...entry }) => ({
    name: '',
    fields: fields.map(fieldView),
    ...entry,
    tags: [],
    presets: [],
    ...members,
  }));
}

/** A provider as it is answered: secrets masked. */
export function providerView(program: ArrProgram, kind: string, resource: Resource): Body {
  const entry = entryOf(program, kind, resource);
  const values = valuesOf(resource);
  const fields = (entry?.fields ?? []).map((field, order) => {
    const value = values[field.name];
    const isSecret = field.privacy !== undefined && field.privacy !== 'userName' && value !== undefined && value !== '';
    return { ...fieldView(field, order), ...(value === undefined ? {} : { value: isSecret ? masked : value }) };
  });
  return { ...resource, fields };
}

function fieldView({ name, type, value, privacy }: Field, order: number): Body {
  return {
    order,
    name,
    label: name,
    type,
    advanced: false,
    privacy: privacy ?? 'normal',
    isFloat: false,
    ...(value === undefined ? {} : { value }),
  };
}

/** What is wrong with a body before anything is tried with it. */
export function checkProvider(
  program: ArrProgram,
  kind: string,
  body: unknown,
  store: ArrStore,
  id?: number,
): readonly Failure[] {
  const wrong = shapeProblems(body, providerShape(kind, program.key === 'prowlarr'));
  if (wrong.length > 0) return wrong.map((message) => failure('$', message));
  const given = body as Body; // an object, as just checked
  const list: unknown[] = Array.isArray(given['fields']) ? given['fields'] : [];
  const wrongFields = list.flatMap((field, index) => shapeProblems(field, fieldShape, `$.fields[${index}]`));
  if (wrongFields.length > 0) return wrongFields.map((message) => failure('$', message));
  const entry = entryOf(program, kind, given);
  if (entry === undefined || entry.configContract !== given['configContract']) {
    return [
      failure(
        'ConfigContract',
        `There is no ${String(given['implementation'])} with ${String(given['configContract'])}.`,
      ),
    ];
  }
  return [...checkMembers(kind, given, store, id), ...checkFields(entry, valuesOf(given)), ...checkTags(given, store)];
}

function checkMembers(kind: string, body: Body, store: ArrStore, id: number | undefined): readonly Failure[] {
  const found: Failure[] = [];
  const name = typeof body['name'] === 'string' ? body['name'].trim() : '';
  if (name === '') found.push(failure('Name', "'Name' must not be empty."));
  const sameName = (other: Resource): boolean => String(other['name']).toLowerCase() === name.toLowerCase();
  if (store.all(kind).some((other) => other.id !== id && sameName(other)))
    found.push(failure('Name', 'Should be unique'));
  const { priority, appProfileId } = body;
  if (priority !== undefined && (Number(priority) < 1 || Number(priority) > 50)) {
    found.push(failure('Priority', "'Priority' must be between 1 and 50."));
  }
  if (appProfileId !== undefined && store.get('appprofile', Number(appProfileId)) === undefined) {
    found.push(failure('AppProfileId', 'App profile does not exist'));
  }
  return found;
}

function checkFields({ fields }: Entry, values: Values): readonly Failure[] {
  return fields.flatMap((field) => {
    const value = values[field.name];
    const title = field.name.slice(0, 1).toUpperCase() + field.name.slice(1);
    if (field.required === true && (value === undefined || value === ''))
      return [failure(title, `'${title}' must not be empty.`)];
    if (value === undefined || value === null) return [];
    const kind = { textbox: 'string', password: 'string', number: 'number', checkbox: 'boolean', select: 'object' }[
      field.type
    ];
    if (typeof value !== kind)
      return [failure(title, `The value of ${field.name} could not be converted to a ${kind}.`)];
    if (field.name === 'port' && (Number(value) < 1 || Number(value) > 65_535))
      return [failure(title, "'Port' must be between 1 and 65535.")];
    if (/url$/i.test(field.name) && String(value) !== '' && !/^https?:\/\//.test(String(value)))
      return [failure(title, `Invalid Url: '${String(value)}'`)];
    return [];
  });
}

function checkTags({ tags }: Body, store: ArrStore): readonly Failure[] {
  const unknown = (Array.isArray(tags) ? tags : []).filter((tag) => store.get('tag', Number(tag)) === undefined);
  return unknown.map((tag) => failure('Tags', `Tag ${String(tag)} does not exist`));
}

/** What is kept of a body: values of its own schema, a masked secret as it was. */
export function toStored(program: ArrProgram, kind: string, body: Body, before: Resource | undefined): Body {
  const values = valuesOf(body);
  const old = before === undefined ? {} : valuesOf(before);
  const fields = (entryOf(program, kind, body)?.fields ?? []).flatMap(({ name }) => {
    const value = values[name] === masked ? old[name] : values[name];
    return value === undefined ? [] : [{ name, value }];
  });
  const { id: _, presets: __, ...rest } = body;
  return { ...rest, fields };
}

/** Values by the names of their fields. */
export function valuesOf({ fields }: Body): Values {
  const list: unknown[] = Array.isArray(fields) ? fields : [];
  return Object.fromEntries(
    list.flatMap((field): [string, unknown][] =>
      typeof field === 'object' && field !== null && 'name' in field
        ? [[String(field.name), 'value' in field ? field.value : undefined]]
        : [],
    ),
  );
}

function entryOf(program: ArrProgram, kind: string, { implementation }: Body): Entry | undefined {
  return program.providers[kind]?.find((entry) => entry.implementation === implementation);
}
