import type { Json } from '@showrunner/contracts';
import type { OpenEditor } from './editor.ts';
import { plainText } from './unreadable.ts';

/** How one line of a flat file is read and written. */
interface LineSyntax {
  /** Key and value of a line, `undefined` for comments and everything else. */
  parse(line: string): { readonly key: string; readonly value: string } | undefined;
  /** The line with a new value; `old` where there was one, for what must survive of it. */
  format(key: string, value: Json, old: string | undefined): string;
}

/** Files of one assignment a line, of which the last one of a key counts. */
function openLines(syntax: LineSyntax): OpenEditor {
  return (text) => {
    const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
    const indexOf = (key: string): number => lines.findLastIndex((line) => syntax.parse(line)?.key === key);
    const drop = (at: readonly string[]): void => {
      const key = at.join('.');
      const kept = lines.filter((line) => syntax.parse(line)?.key !== key);
      lines.splice(0, lines.length, ...kept);
    };
    return {
      get: (at) => syntax.parse(lines[indexOf(at.join('.'))] ?? '')?.value,
      set: (at, value) => {
        const key = at.join('.');
        const index = indexOf(key);
        const line = syntax.format(key, value, lines[index]);
        if (index < 0) lines.push(line);
        else lines[index] = line;
      },
      remove: drop,
      removeSection: drop,
      text: () => (lines.length === 0 ? '' : `${lines.join('\n')}\n`),
    };
  };
}

/** `KEY=value` as dotenv readers and `docker --env-file` take it. */
export const openEnv: OpenEditor = openLines({
  parse: (line) => {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=\s*(.*?)\s*$/.exec(line);
    return match?.[1] === undefined ? undefined : { key: match[1], value: unquoteEnv(match[2] ?? '') };
  },
  format: (key, value, old) => `${/^\s*export\s/.test(old ?? '') ? 'export ' : ''}${key}=${quoteEnv(plainText(value))}`,
});

function quoteEnv(value: string): string {
  if (/^[A-Za-z0-9_./:@%+,=-]*$/.test(value)) return value;
  if (!/['\n]/.test(value)) return `'${value}'`;
  return `"${value.replace(/[\\"$]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}

function unquoteEnv(value: string): string {
  if (/^'[^']*'$/.test(value)) return value.slice(1, -1);
  if (!/^".*"$/.test(value)) return value.replace(/\s+#.*$/, '');
  return value.slice(1, -1).replace(/\\(.)/g, (_all, letter: string) => (letter === 'n' ? '\n' : letter));
}

const postgresLine = /^(\s*)([A-Za-z_][\w.]*)(\s*=\s*|\s+)('(?:[^']|'')*'|[^\s#']+)(\s*#.*|\s*)$/;

/** `postgresql.conf`: names in any case, text in single quotes, comments behind values. */
export const openPostgres: OpenEditor = openLines({
  parse: (line) => {
    const [, , key, , value] = postgresLine.exec(line) ?? [];
    if (key === undefined || value === undefined) return undefined;
    return { key: key.toLowerCase(), value: value.startsWith("'") ? value.slice(1, -1).replaceAll("''", "'") : value };
  },
  format: (key, value, old) => {
    const comment = postgresLine.exec(old ?? '')?.[5]?.trimEnd() ?? '';
    return `${key} = ${quotePostgres(value)}${comment}`;
  },
});

function quotePostgres(value: Json): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const text = plainText(value);
  const bare = /^-?\d+(\.\d+)?[A-Za-z]*$/.test(text) || /^[A-Za-z_]\w*$/.test(text);
  return bare ? text : `'${text.replaceAll("'", "''")}'`;
}

const propertiesLine = /^(\s*)([^\s#!=:][^\s=:]*)(\s*[=:]\s*|\s+)(.*?)\s*$/;

/** Java properties, one line each. */
export const openProperties: OpenEditor = openLines({
  parse: (line) => {
    const [, , key, , value] = propertiesLine.exec(line) ?? [];
    return key === undefined ? undefined : { key, value: (value ?? '').replace(/\\n/g, '\n').replace(/\\\\/g, '\\') };
  },
  format: (key, value, old) => {
    const separator = propertiesLine.exec(old ?? '')?.[3] ?? '=';
    return `${key}${separator}${plainText(value).replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}`;
  },
});
