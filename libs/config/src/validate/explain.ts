import type { ErrorObject } from 'ajv';
import type { Issue, Json, JsonObject } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import { memoryPattern } from '../limits/memory-size.ts';
import { isList, isObject } from '../json/json.ts';
import { getIn } from '../json/path.ts';
import { parsePointer } from '../json/pointer.ts';
import { isSecretPath } from '../secrets/is-secret-path.ts';

type Words = Pick<Issue, 'message' | 'remedy'>;

/** A schema error in the words of a person. Values of secrets are not repeated. */
export function explain(error: ErrorObject, document: JsonObject, catalog: Catalog): Issue {
  const keys = [...parsePointer(error.instancePath), ...extraKey(error)];
  const value = getIn(document, keys);
  const shown = isSecretPath(keys, document, catalog) ? 'what is there now' : show(value);
  const { message, remedy } = describe(error, value, shown);
  return { path: toPath(keys, document), message, ...(remedy === undefined ? {} : { remedy }) };
}

/** These two are about a key inside of the object that the error points to. */
function extraKey({ keyword, params }: ErrorObject): readonly string[] {
  const key: unknown = keyword === 'required' ? params['missingProperty'] : params['additionalProperty'];
  return typeof key === 'string' ? [key] : [];
}

function describe({ keyword, params }: ErrorObject, value: Json | undefined, shown: string): Words {
  switch (keyword) {
    case 'type':
      return { message: `must be ${typeNames(params['type'])}, not ${shown}`, ...quoteRemedy(params['type'], value) };
    case 'enum':
      return {
        message: `must be one of ${choices(params['allowedValues'])}, not ${shown}`,
        ...caseRemedy(params['allowedValues'], value),
      };
    case 'minimum':
      return { message: `must be at least ${String(params['limit'])}, not ${shown}` };
    case 'maximum':
      return { message: `must be at most ${String(params['limit'])}, not ${shown}` };
    case 'minLength':
      return { message: 'must not be blank' };
    case 'required':
      return { message: 'is missing', remedy: 'add it' };
    case 'additionalProperties':
      return { message: 'is not known here', remedy: 'remove it' };
    case 'pattern':
      return describePattern(String(params['pattern']), shown);
    default:
      return { message: `does not fit: ${shown}` };
  }
}

function describePattern(pattern: string, shown: string): Words {
  if (pattern.includes('[0-5]\\d'))
    return { message: `must be a time of day, not ${shown}`, remedy: 'write it as HH:MM, such as 04:00' };
  if (pattern.includes('{40}'))
    return { message: `must be a full commit id, not ${shown}`, remedy: 'use all 40 digits, or leave it blank' };
  if (pattern === memoryPattern)
    return {
      message: `must be an amount of memory, not ${shown}`,
      remedy: 'write it with its unit, such as 512m or 2g',
    };
  if (pattern === '^/') return { message: `must be an absolute path, not ${shown}`, remedy: 'begin it with /' };
  return { message: `must match ${pattern}, not be ${shown}` };
}

const names: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

function typeNames(types: unknown): string {
  return [types]
    .flat()
    .map((type) => names[String(type)] ?? String(type))
    .join(' or ');
}

function quoteRemedy(types: unknown, value: Json | undefined): Words | object {
  const wanted = [types].flat();
  const isNumber = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
  if (isNumber && (wanted.includes('number') || wanted.includes('integer'))) return { remedy: 'remove the quotes' };
  if ((value === 'true' || value === 'false') && wanted.includes('boolean')) return { remedy: 'remove the quotes' };
  return {};
}

function choices(allowed: unknown): string {
  return [allowed]
    .flat()
    .map((choice) => (choice === '' ? 'blank' : String(choice)))
    .join(', ');
}

function caseRemedy(allowed: unknown, value: Json | undefined): Words | object {
  if (typeof value !== 'string') return {};
  const word = value.trim().toLowerCase();
  const near = [allowed].flat().find((choice) => word !== '' && String(choice).toLowerCase().startsWith(word));
  return near === undefined ? {} : { remedy: `did you mean ${String(near)}?` };
}

/** Objects and lists are named, not shown: what is in them may be anything, a misplaced secret too. */
function show(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (isList(value)) return 'a list';
  if (isObject(value)) return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function toPath(keys: readonly string[], document: JsonObject): readonly (string | number)[] {
  return keys.map((key, index) => (isList(getIn(document, keys.slice(0, index))) ? Number(key) : key));
}
