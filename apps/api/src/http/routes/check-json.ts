/** No document or request of ours is half as deep; what follows may go down by calls. */
const deepest = 100;
const mostValues = 100_000;

/**
 * Answers a parsed body unchanged, unless it is made to harm whoever looks through it: deeper or of more values than
 * anything of ours, a number that is none, or a key by which an object could be given another prototype.
 * @throws SyntaxError
 */
export function checkJson(value: unknown): unknown {
  const pending: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  let seen = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.value === Infinity || next.value === -Infinity) throw new SyntaxError('A number is too large');
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth === deepest) throw new SyntaxError(`More than ${deepest} levels are not allowed`);
    refusePrototypes(next.value);
    const children = Object.values(next.value) as unknown[];
    seen += children.length;
    if (seen > mostValues) throw new SyntaxError(`More than ${mostValues} values are not allowed`);
    for (const child of children) pending.push({ value: child, depth: next.depth + 1 });
  }
  return value;
}

function refusePrototypes(value: object): void {
  if (Object.hasOwn(value, '__proto__')) throw new SyntaxError('The key __proto__ is not allowed');
  if (!Object.hasOwn(value, 'constructor')) return;
  const made = (value as { constructor: unknown }).constructor;
  if (typeof made === 'object' && made !== null && Object.hasOwn(made, 'prototype')) {
    throw new SyntaxError('The key constructor.prototype is not allowed');
  }
}
