/**
 * Reads a file of plain Python assignments: strings, numbers, True, False, None, dictionaries and lists of them.
 * Anything else is an error with its line, as it would be for Python or for the program that imports the file.
 */
export function parsePythonAssignments(text: string): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  const statements = joinBrackets(text);
  for (const { line, statement } of statements) {
    const match = /^([A-Za-z_]\w*)\s*=\s*(.+)$/s.exec(statement);
    if (match?.[1] === undefined || match[2] === undefined)
      throw new SyntaxError(`line ${line}: invalid syntax: ${statement}`);
    values[match[1]] = new LiteralReader(match[2], line).read();
  }
  return values;
}

function joinBrackets(text: string): readonly { line: number; statement: string }[] {
  const statements: { line: number; statement: string }[] = [];
  let open: { line: number; statement: string } | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trimEnd();
    if (open === undefined && (line.trim() === '' || line.trimStart().startsWith('#'))) continue;
    open =
      open === undefined ? { line: index + 1, statement: line } : { ...open, statement: `${open.statement}\n${line}` };
    const bare = open.statement.replace(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/g, '');
    if ((bare.match(/[[{(]/g) ?? []).length > (bare.match(/[\]})]/g) ?? []).length) continue;
    statements.push(open);
    open = undefined;
  }
  if (open !== undefined) throw new SyntaxError(`line ${open.line}: a bracket was never closed`);
  return statements;
}

class LiteralReader {
  private at = 0;
  private readonly text: string;
  private readonly line: number;

  constructor(text: string, line: number) {
    this.text = text;
    this.line = line;
  }

  read(): unknown {
    const value = this.value();
    this.space();
    if (this.at < this.text.length && this.text[this.at] !== '#') this.fail();
    return value;
  }

  private value(): unknown {
    this.space();
    const next = this.text[this.at];
    if (next === "'" || next === '"') return this.string(next);
    if (next === '{') return this.dictionary();
    if (next === '[') return this.list();
    const word = /^(True|False|None|-?\d+(?:\.\d+)?)/.exec(this.text.slice(this.at))?.[0];
    if (word === undefined) return this.fail();
    this.at += word.length;
    return word === 'True' ? true : word === 'False' ? false : word === 'None' ? null : Number(word);
  }

  private string(quote: string): string {
    let result = '';
    for (this.at++; this.text[this.at] !== quote; this.at++) {
      const character = this.text[this.at];
      if (character === undefined || character === '\n') return this.fail();
      if (character === '\\') {
        const escaped = this.text[++this.at] ?? '';
        result += escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped;
      } else result += character;
    }
    this.at++;
    return result;
  }

  private dictionary(): unknown {
    const result: Record<string, unknown> = {};
    this.sequence('}', () => {
      const key = this.value();
      this.expect(':');
      result[String(key)] = this.value();
    });
    return result;
  }

  private list(): unknown {
    const result: unknown[] = [];
    this.sequence(']', () => void result.push(this.value()));
    return result;
  }

  private sequence(end: string, item: () => void): void {
    this.at++;
    for (this.space(); this.text[this.at] !== end; this.space()) {
      item();
      this.space();
      if (this.text[this.at] !== end) this.expect(',');
    }
    this.at++;
  }

  private expect(character: string): void {
    this.space();
    if (this.text[this.at] !== character) this.fail();
    this.at++;
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
  }

  private fail(): never {
    throw new SyntaxError(
      `line ${this.line}: invalid syntax near ${JSON.stringify(this.text.slice(this.at, this.at + 20))}`,
    );
  }
}
