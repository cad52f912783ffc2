import type { Issue, Json, JsonObject } from '@showrunner/contracts';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { ServiceManifest, ServicePackage } from '../../vocabulary/manifest.ts';
import type { Finding, Rule } from '../finding.ts';
import { complete } from './complete.ts';

/** What a manifest that a person has written came to. */
export type OwnManifest =
  | { readonly ok: true; readonly service: ServicePackage }
  /** All that is wrong, each with the line where it is known. */
  | { readonly ok: false; readonly issues: readonly Issue[] };

const keyForm = /^[a-z][a-z0-9_]{1,40}$/;
const seeDocs = 'docs/own-services.md has every key, and a complete example.';

/**
 * Reads a service of a person's own from YAML. It is held against the same rules as the services that Showrunner brings;
 * only hooks, which are code, it cannot have.
 * @param folder name of its folder, which is its key
 * @param known the services that there are already
 * @param rules of the catalogue
 */
export function parseOwnManifest(
  text: string,
  folder: string,
  known: readonly ServicePackage[],
  rules: readonly Rule[],
): OwnManifest {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const refuse = (issues: readonly Issue[]): OwnManifest => ({ ok: false, issues });
  if (document.errors.length > 0) {
    return refuse(
      document.errors.map(({ message, linePos }) => ({
        path: linePos === undefined ? [] : [`line ${linePos[0].line}`],
        message: `This is not YAML: ${message.split('\n')[0]?.replace(/ at line .*$/, '') ?? ''}.`,
        remedy: 'Mend that line; indentation is made of spaces.',
      })),
    );
  }
  if (!isMap(document.contents)) {
    return refuse([{ path: [], message: 'The file must hold the keys of a manifest.', remedy: seeDocs }]);
  }
  const written = document.toJS() as JsonObject; // YAML of scalars, lists and maps is JSON
  const place = (path: Issue['path']): Issue['path'] => {
    const line = lineOf(document, lines, path);
    return line === undefined ? path : [`line ${line}`, ...path];
  };
  const own = ownProblems(written, folder, known);
  if (own.length > 0) return refuse(own.map((issue) => ({ ...issue, path: place(issue.path) })));

  // Up to here it is only known that it is an object with a key; the shape rule finds out the rest.
  const manifest = complete(written, folder) as unknown as ServiceManifest;
  const service: ServicePackage = { manifest };
  const [shape, ...rest] = rules;
  const find = (rule: Rule): readonly Finding[] =>
    rule.check([...known, service], []).filter(({ file }) => file.startsWith(`services/${folder}/`));
  // Rules may take for granted that the shape is right.
  const shapeFindings = shape === undefined ? [] : find(shape);
  const findings = shapeFindings.length > 0 ? shapeFindings : rest.flatMap(find);
  if (findings.length === 0) return { ok: true, service };
  return refuse(findings.map((finding) => toIssue(finding, folder, place)));
}

function ownProblems(written: JsonObject, folder: string, known: readonly ServicePackage[]): readonly Issue[] {
  const problem = (path: readonly string[], message: string, remedy: string): readonly Issue[] => [
    { path, message, remedy },
  ];
  if (!keyForm.test(folder)) {
    return problem(
      [],
      `“${folder}” cannot be a key.`,
      'Name the folder with small letters, digits and _, a letter first.',
    );
  }
  if (written['key'] !== undefined && written['key'] !== folder) {
    return problem(
      ['key'],
      `The key is ${text(written['key'])}, the folder is ${folder}.`,
      'Give both the same name, or leave key out.',
    );
  }
  if (known.some(({ manifest }) => manifest.key === folder)) {
    return problem([], `There is a service ${folder} already.`, 'Choose another name for the folder.');
  }
  if (written['kind'] !== undefined && written['kind'] !== 'unit') {
    return problem(['kind'], 'A service of your own is a program.', 'Leave kind out.');
  }
  const runtime = written['runtime'];
  if (typeof runtime !== 'object' || runtime === null || Array.isArray(runtime)) {
    return problem(['runtime'], 'runtime is missing: it says how the program is installed and run.', seeDocs);
  }
  if ('hooks' in runtime || hasHook(written)) {
    return problem(['runtime', 'hooks'], 'Hooks are code, which a file cannot bring.', 'Leave them out.');
  }
  return [];
}

function hasHook(written: JsonObject): boolean {
  return /"hook":/.test(JSON.stringify(written['connections'] ?? []));
}

function text(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Shape findings begin with the place: `whoami.runtime.run.argv is missing.` */
function toIssue(
  { rule, message, remedy }: Finding,
  folder: string,
  place: (path: Issue['path']) => Issue['path'],
): Issue {
  const found = rule === 'shape' ? new RegExp(`^${folder}((?:[.[][\\w\\]-]+)+)`).exec(message)?.[1] : undefined;
  const path = found === undefined ? [] : found.split(/[.[\]]+/).filter((part) => part !== '');
  const said = message.replace(new RegExp(`^${folder}[.]`), '');
  const ours = /libs\/catalog|vocabulary\//.test(remedy);
  return { path: place(path), message: said, remedy: ours ? seeDocs : remedy };
}

/** Line of the nearest thing that the person has written on the way to a place. */
function lineOf(
  document: ReturnType<typeof parseDocument>,
  lines: LineCounter,
  path: Issue['path'],
): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(
      path.slice(0, length).map((part) => (/^\d+$/.test(String(part)) ? Number(part) : part)),
      true,
    );
    const range = isScalar(node) || isNode(node) ? node.range : undefined;
    if (range) return lines.linePos(range[0]).line;
  }
  return undefined;
}

function isNode(value: unknown): value is { readonly range?: readonly [number, number, number] | null } {
  return typeof value === 'object' && value !== null && 'range' in value;
}
