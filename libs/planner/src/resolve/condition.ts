import type { Json } from '@showrunner/contracts';
import type { Condition } from '@showrunner/catalog';
import { lookUp, type Scope } from './references.ts';
import { isTaggedWith } from './links.ts';
import { resolveLenient } from './expression.ts';
import { parseExpression } from './parse-expression.ts';

/** Whether a condition holds; no condition always does. What is missing is blank. */
export function holds(condition: Condition | undefined, scope: Scope): boolean {
  if (condition === undefined) return true;
  if ('equal' in condition) return operand(condition.is, scope) === condition.equal;
  if ('oneOf' in condition) return condition.oneOf.some((value) => value === operand(condition.is, scope));
  if ('truthy' in condition) return isTruthy(operand(condition.truthy, scope));
  if ('enabled' in condition) {
    return (scope.world.byService.get(condition.enabled) ?? []).some((member) => member.entry.enabled);
  }
  if ('tagged' in condition) {
    const member = condition.of === 'peer' ? scope.peer?.member : scope.member;
    const manifest = scope.world.catalog.manifest(condition.tagged);
    return member !== undefined && manifest !== undefined && isTaggedWith(member, manifest);
  }
  if ('host' in condition) {
    const { machine } = scope.world.facts;
    const { fuse, userAllowOther, fuseForUsers, isRoot } = machine;
    return { fuse, userAllowOther, fuseForUsers, root: isRoot }[condition.host];
  }
  if ('all' in condition) return condition.all.every((member) => holds(member, scope));
  if ('any' in condition) return condition.any.some((member) => holds(member, scope));
  return !holds(condition.not, scope);
}

/** What a condition looks at, as the document has it: paths are compared as they were written. */
function operand(expression: string, scope: Scope): Json | undefined {
  const plain = { ...scope, verbatim: true };
  const { whole } = parseExpression(expression);
  return whole === undefined ? resolveLenient(expression, plain) : lookUp(whole, plain);
}

function isTruthy(value: Json | undefined): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}
