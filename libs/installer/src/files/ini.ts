import type { Editor, OpenEditor } from './editor.ts';
import { plainText, unreadable } from './unreadable.ts';

/** `[[name]]` of TOML ends the section before it, and no address reaches into it. */
const sectionLine = /^\s*\[([^\]]*)\]{1,2}\s*(?:[;#].*)?$/;
const keyLine = /^(\s*)([^\s;#=[][^=]*?)(\s*=\s*)(.*?)\s*$/;

interface Place {
  /** Line of the section's header; -1 for what stands before the first one. */
  readonly from: number;
  /** Line after its last one. */
  readonly to: number;
}

/** INI by lines. `[section, key]`, or `[key]` for what stands before the first section. */
export const openIni: OpenEditor = (text, path) => {
  check(text.split('\n'), path);
  return editSections(text);
};

/** Edits without judging: lines that are neither header nor assignment are passed over. */
export function editSections(text: string): Editor {
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const find = (at: readonly string[]): { place: Place | undefined; index: number; key: string } => {
    const key = at.at(-1) ?? '';
    const place = at.length < 2 ? placeOf(lines, undefined) : placeOf(lines, at.slice(0, -1).join('.'));
    const index = place === undefined ? -1 : findKey(lines, place, key);
    return { place, index, key };
  };
  return {
    get: (at) => {
      const { index } = find(at);
      if (index >= 0) return keyLine.exec(lines[index] ?? '')?.[4] ?? '';
      return placeOf(lines, at.join('.')) ? {} : undefined;
    },
    set: (at, value) => {
      const { place, index, key } = find(at);
      const separator = keyLine.exec(lines[index] ?? lines.find((line) => keyLine.test(line)) ?? '')?.[3] ?? ' = ';
      const line = `${keyLine.exec(lines[index] ?? '')?.[1] ?? ''}${key}${separator}${plainText(value).replace(/[\r\n]+/g, ' ')}`;
      if (index >= 0) lines[index] = line;
      else if (place) lines.splice(endOf(lines, place), 0, line);
      else {
        if (lines.length > 0 && lines.at(-1) !== '') lines.push('');
        lines.push(`[${at.slice(0, -1).join('.')}]`, line);
      }
    },
    remove: (at) => {
      const { index } = find(at);
      if (index >= 0) lines.splice(index, 1);
    },
    removeSection: (at) => {
      const place = placeOf(lines, at.join('.'));
      if (place) lines.splice(place.from, place.to - place.from);
    },
    text: () => (lines.length === 0 ? '' : `${lines.join('\n')}\n`),
  };
}

function check(lines: readonly string[], path: string): void {
  lines.forEach((line, index) => {
    if (/^\s*\[/.test(line) && !sectionLine.test(line))
      throw unreadable(path, 'a section name without its closing bracket', index + 1);
  });
}

function placeOf(lines: readonly string[], section: string | undefined): Place | undefined {
  const from = section === undefined ? -1 : lines.findIndex((line) => sectionLine.exec(line)?.[1]?.trim() === section);
  if (section !== undefined && from < 0) return undefined;
  const next = lines.findIndex((line, index) => index > from && sectionLine.test(line));
  return { from, to: next < 0 ? lines.length : next };
}

function findKey(lines: readonly string[], place: Place, key: string): number {
  return lines.findIndex((line, index) => index > place.from && index < place.to && keyLine.exec(line)?.[2] === key);
}

/** Behind the last line that says something, so that the blank line before the next section stays where it is. */
function endOf(lines: readonly string[], place: Place): number {
  let end = place.to;
  while (end > place.from + 1 && (lines[end - 1] ?? '').trim() === '') end--;
  return end;
}
