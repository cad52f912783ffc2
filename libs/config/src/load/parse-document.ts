import { type Json, type JsonObject, Problem } from '@showrunner/contracts';
import { isList, isObject } from '../json/json.ts';
import { findSyntaxError } from './find-syntax-error.ts';

const deepest = 64;

/**
 * Reads JSON whose root is an object.
 * @throws Problem `document.syntax` with line and column (both from 1), or `document.invalid`
 */
export function parseDocument(text: string): JsonObject {
  const value = parseJson(text.startsWith('\uFEFF') ? text.slice(1) : text);
  if (!isObject(value)) {
    const message = 'The stack document must be a JSON object: { … }.';
    throw new Problem('document.invalid', message, { issues: [{ path: [], message }] });
  }
  if (isDeeperThan(value, deepest)) {
    const message = `The stack document is nested more than ${deepest} levels deep.`;
    throw new Problem('document.invalid', message, { issues: [{ path: [], message }] });
  }
  return value;
}

function parseJson(text: string): Json {
  try {
    // The one place where JSON becomes typed: whatever parses is a Json value.
    return JSON.parse(text) as Json;
  } catch (cause) {
    const { line, column, message } = findSyntaxError(text);
    throw new Problem(
      'document.syntax',
      `The stack document is not JSON: line ${line}, column ${column}: ${message}.`,
      {
        cause,
        details: { line, column },
      },
    );
  }
}

function isDeeperThan(value: Json, levels: number): boolean {
  if (levels === 0) return true;
  if (isList(value)) return value.some((item) => isDeeperThan(item, levels - 1));
  if (isObject(value)) return Object.values(value).some((item) => isDeeperThan(item, levels - 1));
  return false;
}
