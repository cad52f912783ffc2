import { readdirSync, readFileSync } from 'node:fs';
import { readArguments, refuse } from './arguments.ts';

/** `python3 -m compileall [-q] [-x PATTERN] DIR`: finds files that could not be compiled, by what a damaged tree has in it. */
export function compileAll(args: readonly string[]): void {
  const { options, rest } = readArguments('compileall', args, { '-q': 'alone', '-x': 'value' });
  const [directory] = rest;
  if (directory === undefined || rest.length > 1) refuse('usage: compileall.py [-q] [-x REGEXP] FILE|DIR');
  const left = new RegExp(options.get('-x') ?? '^$');
  const broken = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.py') && !left.test(path))
    .flatMap((path) => {
      const reason = whyBroken(readFileSync(`${directory}/${path}`, 'utf8'));
      return reason === undefined ? [] : [`*** Error compiling '${path}'...\nSyntaxError: ${reason}`];
    });
  if (broken.length > 0) refuse(broken.join('\n'), 1);
}

function whyBroken(text: string): string | undefined {
  if (text.includes('\0')) return 'source code string cannot contain null bytes';
  if (/^(<{7}|>{7}) /m.test(text)) return 'invalid syntax';
  const code = text.replace(/#.*$/gm, '').replace(/("""|''')[\s\S]*?\1|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, '');
  const count = (pattern: RegExp): number => code.match(pattern)?.length ?? 0;
  return count(/[([{]/g) === count(/[)\]}]/g) ? undefined : 'a bracket was never closed';
}
