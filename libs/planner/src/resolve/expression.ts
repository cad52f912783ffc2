import type { Json } from '@showrunner/contracts';
import { isObject } from '../json.ts';
import { parseExpression } from './parse-expression.ts';
import { lookUp, type Scope, unknownReference } from './references.ts';

/**
 * The value of an expression. A text that is one reference keeps the type of what it refers to.
 * @throws Problem `internal.unexpected` naming manifest and expression where a reference leads nowhere
 */
export function resolveValue(expression: string, scope: Scope): Json {
  const { whole } = parseExpression(expression);
  if (whole === undefined) return resolveText(expression, scope);
  const value = lookUp(whole, scope);
  if (value === undefined) throw unknownReference(expression, scope);
  return value;
}

/** The text of an expression; numbers and truth values are written out. */
export function resolveText(expression: string, scope: Scope): string {
  return interpolate(expression, scope, () => {
    throw unknownReference(expression, scope);
  });
}

/** The same, with nothing for what is not there. For values that a hook looks at itself. */
export function resolveLenient(expression: string, scope: Scope): string {
  return interpolate(expression, scope, () => '');
}

/** Every text in a value, resolved. */
export function resolveJson(value: Json, scope: Scope): Json {
  if (typeof value === 'string') return resolveValue(value, scope);
  if (Array.isArray(value)) return value.map((member: Json) => resolveJson(member, scope));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolveJson(member, scope)]));
}

function interpolate(expression: string, scope: Scope, onMissing: () => string): string {
  const { parts } = parseExpression(expression);
  let result = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      result += realLiteral(part, part === parts[0], scope);
      continue;
    }
    if ('exact' in part) {
      result += part.exact;
      continue;
    }
    const value = lookUp(part.reference, scope);
    result += value === undefined || value === null || typeof value === 'object' ? onMissing() : String(value);
  }
  return result;
}

/** A path may begin a text or follow `=` or `:`; what follows a reference is the rest of its path. */
function realLiteral(text: string, first: boolean, scope: Scope): string {
  const { paths } = scope.world;
  if (scope.verbatim) return text;
  return first ? paths.toRealWithin(text) : text.replace(/[=:].*$/s, (rest) => paths.toRealWithin(rest));
}
