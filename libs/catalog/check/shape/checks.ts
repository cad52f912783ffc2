/** What is wrong with a value, a sentence for each place; nothing where it is as it should be. */
export type Check = (value: unknown, at: string) => readonly string[];

/** A key that may be absent. */
export interface Optional {
  readonly optional: Check;
}

/** The keys of an object of type `T`, with what each holds. */
export type Fields<T> = { readonly [K in keyof T]?: object extends Pick<T, K> ? Optional : Check };

export const maybe = (check: Check): Optional => ({ optional: check });

function kind(name: string, is: (value: unknown) => boolean): Check {
  return (value, at) => (is(value) ? [] : [`${at} must be ${name}`]);
}

export const text = kind('a text that is not blank', (value) => typeof value === 'string' && value.trim() !== '');
/** May be blank: an argument, a seed, a replacement. */
export const anyText = kind('a text', (value) => typeof value === 'string');
export const flag = kind('true or false', (value) => typeof value === 'boolean');
export const number = kind('a number', (value) => typeof value === 'number' && Number.isFinite(value));
export const count = kind('a whole number from 0', (value) => Number.isInteger(value) && Number(value) >= 0);
export const json: Check = () => [];
export const record = kind('an object', isRecord);

/** One of these words or numbers. */
export function word(...words: readonly (string | number | boolean)[]): Check {
  return kind(`one of ${words.join(', ')}`, (value) => words.some((known) => known === value));
}

export function list(item: Check): Check {
  return (value, at) =>
    Array.isArray(value) ? value.flatMap((member, index) => item(member, `${at}[${index}]`)) : [`${at} must be a list`];
}

/** An object with any keys, whose values are alike. */
export function map(item: Check): Check {
  return (value, at) =>
    isRecord(value)
      ? Object.entries(value).flatMap(([key, member]) => item(member, `${at}.${key}`))
      : [`${at} must be an object`];
}

/** An object with exactly these keys. */
export function object<T>(fields: Fields<T>): Check {
  const checks = fields as Readonly<Record<string, Check | Optional>>; // keys of T are what it has
  return (value, at) => {
    if (!isRecord(value)) return [`${at} must be an object`];
    const unknown = Object.keys(value).filter((key) => !Object.hasOwn(checks, key));
    return [
      ...unknown.map((key) => `${at} has an unknown key ${key}`),
      ...Object.entries(checks).flatMap(([key, check]) => checkMember(value[key], `${at}.${key}`, check)),
    ];
  };
}

function checkMember(value: unknown, at: string, check: Check | Optional): readonly string[] {
  if (typeof check === 'function') return value === undefined ? [`${at} is missing`] : check(value, at);
  return value === undefined ? [] : check.optional(value, at);
}

/** An object of the kind that its `kind` names. */
export function variants<T extends { readonly kind: string }>(kinds: {
  readonly [K in T['kind']]: Fields<Omit<Extract<T, { readonly kind: K }>, 'kind'>>;
}): Check {
  const byKind = kinds as Readonly<Record<string, Fields<object>>>; // one object check for each kind
  return (value, at) => {
    const name = isRecord(value) ? String(value['kind']) : '';
    const fields = byKind[name];
    if (fields === undefined) return [`${at}.kind must be one of ${Object.keys(byKind).join(', ')}`];
    return object({ ...fields, kind: text })(value, at);
  };
}

/** A value that any of these accepts. */
export function either(name: string, ...checks: readonly Check[]): Check {
  return (value, at) => (checks.some((check) => check(value, at).length === 0) ? [] : [`${at} must be ${name}`]);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
