import type { OpenEditor } from './editor.ts';
import { findElement, type XmlElement } from './xml-scan.ts';
import { plainText } from './unreadable.ts';

/**
 * XML elements and attributes by their path from the root: `['Config', 'Port']`, `['Preferences', '@FriendlyName']`. Of
 * several elements with one path the first counts. Everything else keeps its text.
 */
export const openXml: OpenEditor = (text, path) => {
  let now = text;
  findElement(text, [], path);
  const element = (at: readonly string[]): XmlElement | undefined => findElement(now, at, path);
  const splice = (from: number, to: number, insert: string): void => {
    now = now.slice(0, from) + insert + now.slice(to);
  };
  const ensure = (at: readonly string[]): XmlElement => {
    const found = element(at);
    if (found) return found;
    const name = at.at(-1) ?? '';
    if (at.length === 1)
      splice(now.length, now.length, `${now === '' || now.endsWith('\n') ? '' : '\n'}<${name}></${name}>\n`);
    else appendChild(ensure(at.slice(0, -1)), name, at.length - 1);
    return element(at) ?? fail(at);
  };
  const appendChild = (parent: XmlElement, name: string, depth: number): void => {
    const child = `<${name}></${name}>`;
    const unit = /\n([ \t]+)</.exec(now)?.[1] ?? '  ';
    const inner = now.slice(parent.contentFrom, parent.contentTo).trimEnd();
    const content = `${inner}\n${unit.repeat(depth)}${child}\n${unit.repeat(depth - 1)}`;
    replaceContent(parent, content);
  };
  const replaceContent = (target: XmlElement, content: string): void => {
    if (!target.selfClosing) splice(target.contentFrom, target.contentTo, content);
    else {
      const open = now.slice(target.from, target.to).replace(/\s*\/>$/, '>');
      splice(target.from, target.to, `${open}${content}</${target.name}>`);
    }
  };
  const removeAt = (at: readonly string[]): void => {
    const attribute = attributeOf(at);
    const found = element(attribute === undefined ? at : at.slice(0, -1));
    if (!found) return;
    if (attribute !== undefined) {
      const place = findAttribute(now, found, attribute);
      if (place) splice(place.from - 1, place.to, '');
      return;
    }
    const indent = /[ \t]*$/.exec(now.slice(0, found.from))?.[0].length ?? 0;
    const lineBreak = now[found.to] === '\n' ? 1 : 0;
    splice(found.from - indent, found.to + lineBreak, '');
  };
  return {
    get: (at) => {
      const attribute = attributeOf(at);
      const found = element(attribute === undefined ? at : at.slice(0, -1));
      if (!found) return undefined;
      if (attribute !== undefined) return findAttribute(now, found, attribute)?.value;
      return unescape(now.slice(found.contentFrom, found.contentTo));
    },
    set: (at, value) => {
      const attribute = attributeOf(at);
      if (attribute === undefined) return replaceContent(ensure(at), escape(plainText(value)));
      const found = ensure(at.slice(0, -1));
      const place = findAttribute(now, found, attribute);
      const assignment = `${attribute}="${escape(plainText(value)).replaceAll('"', '&quot;')}"`;
      if (place) splice(place.from, place.to, assignment);
      else splice(found.from + 1 + found.name.length, found.from + 1 + found.name.length, ` ${assignment}`);
    },
    remove: removeAt,
    removeSection: removeAt,
    text: () => now,
  };
};

function attributeOf(at: readonly string[]): string | undefined {
  const last = at.at(-1);
  return last?.startsWith('@') ? last.slice(1) : undefined;
}

function findAttribute(
  text: string,
  element: XmlElement,
  name: string,
): { from: number; to: number; value: string } | undefined {
  const tag = text.slice(element.from, element.tagTo);
  for (const match of tag.matchAll(/\s([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
    if (match[1] !== name) continue;
    const from = element.from + match.index + 1;
    return { from, to: element.from + match.index + match[0].length, value: unescape((match[2] ?? '').slice(1, -1)) };
  }
  return undefined;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function unescape(text: string): string {
  const names: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_all, name: string) => names[name] ?? '');
}

function fail(at: readonly string[]): never {
  throw new RangeError(`${at.join('/')} cannot be an XML path`);
}
