import type { Json, JsonObject } from '@showrunner/contracts';
import type { FileFormat } from '@showrunner/catalog';
import type { PlannedFile } from '@showrunner/planner';
import type { Editor, OpenEditor } from './editor.ts';
import { openIni } from './ini.ts';
import { openJson } from './json.ts';
import { openEnv, openPostgres, openProperties } from './lines.ts';
import { openPython } from './python.ts';
import { openText } from './text.ts';
import { openToml } from './toml.ts';
import { openXml } from './xml.ts';
import { openYaml } from './yaml.ts';

const editors: Record<FileFormat, OpenEditor> = {
  json: openJson,
  yaml: openYaml,
  ini: openIni,
  env: openEnv,
  postgres: openPostgres,
  python: openPython,
  text: openText,
  xml: openXml,
  toml: openToml,
  properties: openProperties,
};

type Op = PlannedFile['ops'][number];

/** Opens a text of a format for looking up and editing. @throws Problem `file.unreadable` */
export function openEditor(text: string, { format, path }: Pick<PlannedFile, 'format' | 'path'>): Editor {
  return editors[format](text, path);
}

/**
 * What a file is to contain. `seed` ops count only while the file is new; the rest every time.
 * @param before `undefined` where there is no file
 * @returns the very same text where nothing needs to change
 * @throws Problem `file.unreadable`
 */
export function editFile(
  before: string | undefined,
  file: Pick<PlannedFile, 'path' | 'format' | 'seed' | 'ops'>,
): string {
  const editor = openEditor(before ?? file.seed, file);
  let touched = false;
  for (const op of file.ops) {
    if (op.mode === 'seed' && before !== undefined) continue;
    if (applyOp(editor, op)) touched = true;
  }
  return touched ? editor.text() : (before ?? editor.text());
}

function applyOp(editor: Editor, op: Op): boolean {
  const now = editor.get(op.at);
  switch (op.op) {
    case 'remove':
      if (now === undefined || (op.value !== undefined && !isEqual(now, op.value))) return false;
      editor.remove(op.at);
      return true;
    case 'remove-section':
      if (now === undefined) return false;
      editor.removeSection(op.at);
      return true;
    case 'set-default':
      if (now !== undefined) return false;
      break;
    case 'set-if-blank':
      if (now !== undefined && now !== null && now !== '') return false;
      break;
    case 'add':
      return addItem(editor, op, now);
    case 'set':
      if (isEqual(now, op.value ?? null)) return false;
      break;
  }
  editor.set(op.at, op.value ?? null);
  return true;
}

/** Appends the value to a list that has no item like it; what is there and no list is somebody's own. */
function addItem(editor: Editor, { at, by, value = null }: Op, now: Json | undefined): boolean {
  if (now !== undefined && now !== null && !Array.isArray(now)) return false;
  const list = now ?? [];
  const key = (item: Json): Json | undefined => (by !== undefined && isObject(item) ? item[by] : item);
  if (list.some((item) => isEqual(key(item), key(value) ?? null))) return false;
  if (list.length === 0) editor.set(at, [value]);
  else editor.set([...at, String(list.length)], value);
  return true;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEqual(a: Json | undefined, b: Json): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
