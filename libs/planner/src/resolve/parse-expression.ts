/** A reference without its braces, taken apart: `svc.postgres.port`. */
export interface Reference {
  readonly text: string;
  readonly namespace: string;
  readonly path: readonly string[];
}

/** A piece of an expression: a text in which paths may stand, a text that is exactly so, or a reference. */
export type ExpressionPart = string | { readonly exact: string } | { readonly reference: Reference };

export interface ParsedExpression {
  /** The one reference that the expression is, if it is one. */
  readonly whole?: Reference;
  readonly parts: readonly ExpressionPart[];
}

const marks = /\$\$\{|\$\{([^}]*)\}/g;

/** Expressions by their text. They stand in manifests, so there are as many as the catalogue has, and a text means one thing. */
const known = new Map<string, ParsedExpression>();

/** Takes an expression apart. */
export function parseExpression(expression: string): ParsedExpression {
  let parsed = known.get(expression);
  if (parsed === undefined) known.set(expression, (parsed = parse(expression)));
  return parsed;
}

/** Takes a reference apart. */
export function toReference(text: string): Reference {
  const [namespace = '', ...path] = text.trim().split('.');
  return { text, namespace, path };
}

function parse(expression: string): ParsedExpression {
  const parts: ExpressionPart[] = [];
  let end = 0;
  for (const match of expression.matchAll(marks)) {
    if (match.index > end) parts.push(expression.slice(end, match.index));
    end = match.index + match[0].length;
    parts.push(match[1] === undefined ? { exact: '${' } : { reference: toReference(match[1]) });
  }
  if (end < expression.length) parts.push(expression.slice(end));
  const [first] = parts;
  const whole = parts.length === 1 && typeof first === 'object' && 'reference' in first ? first.reference : undefined;
  return whole === undefined || whole.text === '' ? { parts } : { whole, parts };
}
