/** Where JSON text stops being JSON, and what is wrong there. Line and column start at 1. */
export interface SyntaxFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const space = /[ \t\n\r]*/y;
const text = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

/** What the scanner may meet next. */
type Expected = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | ', or }' | ', or ]' | 'end';

const expectations: Record<Expected, string> = {
  value: 'a value is expected here',
  'value or ]': 'a value or ] is expected here',
  name: 'a name in double quotes is expected here; a comma before } is one too many',
  'name or }': 'a name in double quotes or } is expected here',
  ':': 'a colon is missing after the name',
  ', or }': 'a comma or } is missing here',
  ', or ]': 'a comma or ] is missing here',
  end: 'there is more after the end of the document',
};

/** Finds the first fault of a text that `JSON.parse` refused. Works without recursion, so depth does not matter. */
export function findSyntaxError(source: string): SyntaxFault {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = skip(space, source, 0);
  while (at < source.length) {
    const next = step(source, at, expected, open);
    if (next === undefined) return faultAt(source, at, describe(source, at, expected));
    expected = next.expected;
    at = skip(space, source, next.at);
  }
  return faultAt(
    source,
    at,
    source.trim() === '' ? 'the file is empty' : `the text ends too early; ${expectations[expected]}`,
  );
}

function step(
  source: string,
  at: number,
  expected: Expected,
  open: ('{' | '[')[],
): { at: number; expected: Expected } | undefined {
  const char = source.charAt(at);
  switch (expected) {
    case 'name':
    case 'name or }': {
      if (char === '}' && expected === 'name or }') return close(at, open);
      const end = skip(text, source, at);
      return end === at ? undefined : { at: end, expected: ':' };
    }
    case ':':
      return char === ':' ? { at: at + 1, expected: 'value' } : undefined;
    case ', or }':
    case ', or ]':
      if (char === ',') return { at: at + 1, expected: expected === ', or }' ? 'name' : 'value' };
      return char === expected.at(-1) ? close(at, open) : undefined;
    case 'value':
    case 'value or ]':
      return char === ']' && expected === 'value or ]' ? close(at, open) : stepValue(source, at, char, open);
    case 'end':
      return undefined;
  }
}

function stepValue(source: string, at: number, char: string, open: ('{' | '[')[]): ReturnType<typeof step> {
  if (char === '{' || char === '[') {
    open.push(char);
    return { at: at + 1, expected: char === '{' ? 'name or }' : 'value or ]' };
  }
  const end = skip(char === '"' ? text : scalar, source, at);
  return end === at ? undefined : { at: end, expected: after(open) };
}

function close(at: number, open: ('{' | '[')[]): { at: number; expected: Expected } {
  open.pop();
  return { at: at + 1, expected: after(open) };
}

function after(open: readonly ('{' | '[')[]): Expected {
  const inside = open.at(-1);
  if (inside === undefined) return 'end';
  return inside === '{' ? ', or }' : ', or ]';
}

function describe(source: string, at: number, expected: Expected): string {
  const char = source.charAt(at);
  if (char === "'") return 'names and texts stand in double quotes';
  if (char === '/' || char === '#') return 'comments are not allowed in JSON';
  if (char === '"' && expected !== ', or }' && expected !== ', or ]' && expected !== 'end' && expected !== ':') {
    return 'this text does not end properly; line breaks and backslashes must be escaped';
  }
  return expectations[expected];
}

function skip(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : at;
}

function faultAt(source: string, at: number, message: string): SyntaxFault {
  const before = source.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message };
}
