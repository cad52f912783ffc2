import type { Json, JsonObject } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import { isObject } from '../json/json.ts';
import { toVariableName } from '../overlay/variables.ts';
import { documentShape } from '../shape/document-shape.ts';
import { defaultDocument } from '../shape/default-document.ts';
import { childShape, type Shape } from '../shape/shape.ts';

const rule = `# ${'-'.repeat(37)}`;
const ownGroups = ['api_service', 'frontend', 'metrics', 'ui', 'service_ui', 'auto_restart', 'ffprobe_monitor'];
const preface = [
  '# Variables that override values of the stack document, with their defaults. Copy the lines that you need to',
  '# /config/.env and remove the leading "#". What is set here cannot be edited in the dashboard. A file',
  '# /run/secrets/<NAME> weighs more than the environment, the environment more than this file.',
];

/** The example of a .env file: one line a value of the default document, in its order. */
export function envExample(catalog: Catalog): string {
  const groups = new Map<string, string[]>();
  for (const { path, value } of leaves(defaultDocument(catalog), [], documentShape(catalog))) {
    const name = groupOf(path);
    const lines = groups.get(name) ?? [];
    groups.set(name, [...lines, `#${toVariableName(path)}=${toText(value)}`]);
  }
  const blocks = [...groups].map(([name, lines]) => [rule, `# ${name}`, rule, ...lines].join('\n'));
  return `${[preface.join('\n'), ...blocks].join('\n\n')}\n`;
}

function groupOf([first = '', second = '', ...rest]: readonly string[]): string {
  if (second === '') return 'Global';
  return first === 'dumb' && rest.length > 0 && ownGroups.includes(second) ? `dumb.${second}` : first;
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: Json;
}

function leaves(object: JsonObject, path: readonly string[], shape: Shape | undefined): readonly Leaf[] {
  return Object.entries(object).flatMap(([key, value]): readonly Leaf[] => {
    const at = [...path, key];
    const child = childShape(shape, key);
    if (child?.field?.derived === true) return [];
    return isObject(value) && Object.keys(value).length > 0 ? leaves(value, at, child) : [{ path: at, value }];
  });
}

function toText(value: Json): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return /[\s#"']/.test(value) ? JSON.stringify(value) : value;
}
