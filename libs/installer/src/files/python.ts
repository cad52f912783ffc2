import type { Json } from '@showrunner/contracts';
import type { OpenEditor } from './editor.ts';
import { lineAt, unreadable } from './unreadable.ts';

interface Assignment {
  readonly name: string;
  /** Offsets of the value in the text. */
  readonly from: number;
  readonly to: number;
}

/** Assignments at the top level of a Python file; code around them stays as it is. */
export const openPython: OpenEditor = (text, path) => {
  let now = text;
  const find = (at: readonly string[]): Assignment | undefined =>
    findAssignments(now, path).findLast((candidate) => candidate.name === at.join('.'));
  const removeAt = (at: readonly string[]): void => {
    const found = find(at);
    if (!found) return;
    const start = now.lastIndexOf('\n', found.from) + 1;
    const end = now.indexOf('\n', found.to);
    now = now.slice(0, start) + (end < 0 ? '' : now.slice(end + 1));
  };
  findAssignments(text, path);
  return {
    get: (at) => {
      const found = find(at);
      return found && fromPython(now.slice(found.from, found.to).trim());
    },
    set: (at, value) => {
      const found = find(at);
      const literal = toPython(value);
      if (found) now = now.slice(0, found.from) + literal + now.slice(found.to);
      else now = `${now}${now === '' || now.endsWith('\n') ? '' : '\n'}${at.join('.')} = ${literal}\n`;
    },
    remove: removeAt,
    removeSection: removeAt,
    text: () => now,
  };
};

const assignmentStart = /^([A-Za-z_]\w*)[ \t]*(?::[^=\n]+)?=(?!=)[ \t]*/;

function findAssignments(text: string, path: string): readonly Assignment[] {
  const found: Assignment[] = [];
  for (let at = 0; at < text.length;) {
    const match = assignmentStart.exec(text.slice(at, (text.indexOf('\n', at) + 1 || text.length + 1) - 1));
    const from = at + (match?.[0].length ?? 0);
    const { valueEnd, lineEnd } = scanStatement(text, from, path);
    if (match?.[1] !== undefined) found.push({ name: match[1], from, to: valueEnd });
    at = lineEnd + 1;
  }
  return found;
}

/** Runs to the end of a logical line: over brackets, strings and continued lines. */
function scanStatement(text: string, from: number, path: string): { valueEnd: number; lineEnd: number } {
  let depth = 0;
  let valueEnd: number | undefined;
  let at = from;
  for (; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (letter === '\n' && depth === 0) break;
    if (letter === '#') {
      if (depth === 0) valueEnd ??= at;
      at = (text.indexOf('\n', at) + 1 || text.length + 1) - 2;
    } else if (letter === '\\') at++;
    else if (letter === '"' || letter === "'") at = scanString(text, at, path);
    else if ('([{'.includes(letter)) depth++;
    else if (')]}'.includes(letter)) depth--;
  }
  if (depth > 0) throw unreadable(path, 'a bracket that is never closed', lineAt(text, from));
  const end = valueEnd ?? at;
  return { valueEnd: from + text.slice(from, end).trimEnd().length, lineEnd: at };
}

/** Offset of the last quote of the string that begins at `from`. */
function scanString(text: string, from: number, path: string): number {
  const quote = text[from] ?? '';
  const triple = text.startsWith(quote.repeat(3), from);
  const end = triple ? quote.repeat(3) : quote;
  for (let at = from + end.length; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text.startsWith(end, at)) return at + end.length - 1;
    else if (!triple && text[at] === '\n') break;
  }
  throw unreadable(path, 'a string that is never closed', lineAt(text, from));
}

function toPython(value: Json): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  // Every escape of a JSON string means the same to Python.
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(toPython).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}: ${toPython(member)}`)
    .join(', ')}}`;
}

/** The value of a literal that we could have written; any other expression is its own text. */
function fromPython(text: string): Json {
  if (text === 'None') return null;
  if (text === 'True' || text === 'False') return text === 'True';
  if (/^'[^'\\]*'$/.test(text)) return text.slice(1, -1);
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
