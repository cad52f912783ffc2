import type { Json } from '@showrunner/contracts';
import { isObject } from '../json.ts';
import { lookUp, type Scope, unknownReference } from './references.ts';

const wholeReference = /^\$\{([^}]+)\}$/;
const part = /\$\$\{|\$\{([^}]*)\}/g;

/**
 * The value of an expression. A text that is one reference keeps the type of what it refers to.
 * @throws Problem `internal.unexpected` naming manifest and expression where a reference leads nowhere
 */
export function resolveValue(expression: string, scope: Scope): Json {
  const whole = wholeReference.exec(expression)?.[1];
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
  const { paths } = scope.world;
  const literal = (text: string, start: number) => {
    if (scope.verbatim || text === '') return text;
    // A path may begin a text or follow `=` or `:`; what follows a reference is the rest of its path.
    return start === 0 ? paths.toRealWithin(text) : text.replace(/[=:].*$/s, (rest) => paths.toRealWithin(rest));
  };
  let result = '';
  let end = 0;
  for (const match of expression.matchAll(part)) {
    result += literal(expression.slice(end, match.index), end);
    end = match.index + match[0].length;
    const reference = match[1];
    if (reference === undefined) {
      result += '${';
      continue;
    }
    const value = lookUp(reference, scope);
    result += value === undefined || value === null || typeof value === 'object' ? onMissing() : String(value);
  }
  return result + literal(expression.slice(end), end);
}
