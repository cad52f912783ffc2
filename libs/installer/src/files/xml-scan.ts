import { lineAt, unreadable } from './unreadable.ts';

/** Where an element is in its text. */
export interface XmlElement {
  readonly name: string;
  /** From its opening bracket to behind its closing one. */
  readonly from: number;
  readonly to: number;
  /** Behind its opening tag. */
  readonly tagTo: number;
  readonly contentFrom: number;
  readonly contentTo: number;
  readonly selfClosing: boolean;
}

const token =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<!DOCTYPE[^>[]*(?:\[[\s\S]*?\])?\s*>|<(\/?)([^\s/>!?]+)((?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|</g;

/**
 * Finds the first element with this path from the root, reading the whole text.
 * @throws Problem `file.unreadable` where tags do not match
 */
export function findElement(text: string, path: readonly string[], file: string): XmlElement | undefined {
  const open: { name: string; from: number; tagTo: number; matches: boolean }[] = [];
  let found: XmlElement | undefined;
  const close = (element: (typeof open)[number], to: number, contentTo: number, selfClosing: boolean): void => {
    if (!element.matches || found) return;
    found = {
      name: element.name,
      from: element.from,
      to,
      tagTo: element.tagTo,
      contentFrom: element.tagTo,
      contentTo,
      selfClosing,
    };
  };
  for (const match of text.matchAll(token)) {
    const [whole, closing, name, , selfClosing] = match;
    const at = match.index;
    if (whole === '<') throw unreadable(file, 'a tag that cannot be read', lineAt(text, at));
    if (name === undefined) continue;
    if (closing === '/') {
      const element = open.pop();
      if (element?.name !== name) throw unreadable(file, `</${name}> without its beginning`, lineAt(text, at));
      close(element, at + whole.length, at, false);
      continue;
    }
    const names = [...open.map((element) => element.name), name];
    const matches = names.length === path.length && names.every((part, index) => part === path[index]);
    const element = { name, from: at, tagTo: at + whole.length, matches };
    if (selfClosing === '/') close(element, at + whole.length, at + whole.length, true);
    else open.push(element);
  }
  const left = open.at(-1);
  if (left) throw unreadable(file, `<${left.name}> without its end`, lineAt(text, left.from));
  return found;
}
