import { type Check, flag, isRecord, list, number, text, word } from './checks.ts';

const scalar: Check = (value, at) =>
  [text, number, flag].some((check) => check(value, at).length === 0) || value === ''
    ? []
    : [`${at} must be a plain value`];

const kinds: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  equal: { is: text, equal: scalar },
  oneOf: { is: text, oneOf: list(scalar) },
  truthy: { truthy: text },
  enabled: { enabled: text },
  tagged: { tagged: text },
  host: { host: word('fuse', 'userAllowOther', 'fuseForUsers', 'root') },
  all: { all: list((value, at) => condition(value, at)) },
  any: { any: list((value, at) => condition(value, at)) },
  not: { not: (value, at) => condition(value, at) },
};

/** A `Condition`: which one it is, its key says. */
export function condition(value: unknown, at: string): readonly string[] {
  if (!isRecord(value)) return [`${at} must be a condition`];
  const name = Object.keys(kinds).find((key) => Object.hasOwn(value, key));
  const checks = name === undefined ? undefined : kinds[name];
  if (checks === undefined) return [`${at} must be a condition: one of ${Object.keys(kinds).join(', ')}`];
  return [
    ...Object.keys(value)
      .filter((key) => !Object.hasOwn(checks, key) && !(name === 'tagged' && key === 'of' && value[key] === 'peer'))
      .map((key) => `${at} has an unknown key ${key}`),
    ...Object.entries(checks).flatMap(([key, check]) => check(value[key], `${at}.${key}`)),
  ];
}
