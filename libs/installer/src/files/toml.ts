import { parse, stringify, TomlError } from 'smol-toml';
import type { Json } from '@showrunner/contracts';
import type { Editor, OpenEditor } from './editor.ts';
import { editSections } from './ini.ts';
import { openJson } from './json.ts';
import { unreadable } from './unreadable.ts';

/**
 * TOML. An assignment on one line is edited in place and keeps its neighbours; what that would not get right (values over
 * several lines, arrays of tables) is written anew, which loses comments but never values.
 */
export const openToml: OpenEditor = (text, path) => {
  let now = text;
  read(text, path);
  const edit = (wanted: (editor: Editor) => void, inPlace: (editor: Editor) => void): void => {
    const values = openJson(JSON.stringify(read(now, path)), path);
    wanted(values);
    const goal = values.text();
    const lines = editSections(now);
    inPlace(lines);
    const candidate = lines.text();
    now = isSame(candidate, goal) ? candidate : `${stringify(JSON.parse(goal))}\n`;
  };
  return {
    get: (at) => openJson(JSON.stringify(read(now, path)), path).get(at),
    set: (at, value) =>
      edit(
        (values) => values.set(at, value),
        (lines) => lines.set(at, literal(value)),
      ),
    remove: (at) =>
      edit(
        (values) => values.remove(at),
        (lines) => lines.remove(at),
      ),
    removeSection: (at) =>
      edit(
        (values) => values.removeSection(at),
        (lines) => lines.removeSection(at),
      ),
    text: () => now,
  };
};

function read(text: string, path: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof TomlError)
      throw unreadable(path, error.message.split('\n')[0] ?? 'not TOML', error.line, error);
    throw error;
  }
}

/** A value as TOML writes it, by way of a table with one key. */
function literal(value: Json): string {
  return stringify({ x: value }).trim().replace(/^x = /, '');
}

function isSame(candidate: string, goal: string): boolean {
  try {
    return canonical(parse(candidate)) === canonical(JSON.parse(goal));
  } catch (error) {
    if (error instanceof TomlError) return false;
    throw error;
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
