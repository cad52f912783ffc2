import type { Json } from '@showrunner/contracts';
import { isList, isObject } from '../json/json.ts';
import { logLevels } from '../schema/conventions.ts';

/** What became of an override: a value, or a reason why it is left out or refused. */
export type Converted =
  { readonly value: Json; readonly doubt?: string } | { readonly ignored: string } | { readonly refused: string };

/** Reads an override as the type of the value that it replaces. */
export function convert(raw: string, current: Json, key: string): Converted {
  const text = raw.trim();
  if (key === 'log_level') return toLogLevel(text);
  if (typeof current === 'string' || current === null) return { value: text };
  if (text === '') return { ignored: 'it is blank' };
  if (typeof current === 'boolean') return toSwitch(text);
  if (typeof current === 'number') return toNumber(text);
  const value = parse(text);
  if (isList(current)) return isList(value) ? { value } : { ignored: 'it is not a JSON list such as ["a","b"]' };
  return isObject(value) ? { value } : { ignored: 'it is not a JSON object such as {"a":"b"}' };
}

function toLogLevel(text: string): Converted {
  const level = logLevels.find((name) => name === text.toUpperCase());
  return level === undefined ? { refused: `must be one of ${logLevels.join(', ')}, not "${text}"` } : { value: level };
}

function toSwitch(text: string): Converted {
  const word = text.toLowerCase();
  if (['true', '1', 'yes'].includes(word)) return { value: true };
  const isNo = ['false', '0', 'no'].includes(word);
  return { value: false, ...(isNo ? {} : { doubt: 'it is neither true nor false and counts as false' }) };
}

function toNumber(text: string): Converted {
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? { value: Number(text) } : { ignored: 'it is not a number' };
}

function parse(text: string): Json | undefined {
  try {
    // Whatever parses is a Json value.
    return JSON.parse(text) as Json;
  } catch {
    // No JSON is an expected answer here; the caller says what was wanted.
    return undefined;
  }
}
