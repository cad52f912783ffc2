import { isCollection, parseDocument } from 'yaml';
import type { Json } from '@showrunner/contracts';
import type { OpenEditor } from './editor.ts';
import { unreadable } from './unreadable.ts';

/** YAML, comments and order kept. */
export const openYaml: OpenEditor = (text, path) => {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw unreadable(path, error.message.split('\n')[0] ?? 'not YAML', error.linePos?.[0].line, error);
  if (document.contents !== null && !isCollection(document.contents)) throw unreadable(path, 'not a YAML mapping', 1);
  const find = (at: readonly string[]): Json | undefined => {
    const node: unknown = at.length === 0 ? document.contents : document.getIn(keys(at));
    // Of plain YAML nodes, toJSON gives JSON.
    return (isCollection(node) ? node.toJSON() : node) as Json | undefined;
  };
  const keys = (at: readonly string[]): readonly (string | number)[] =>
    at.map((key, index) => {
      const parent: unknown = index === 0 ? document.contents : document.getIn(at.slice(0, index));
      // `6379:` is read as a number; an address is always text.
      const numeric = /^\d+$/.test(key) && isCollection(parent) && !parent.has(key) && parent.has(Number(key));
      return numeric ? Number(key) : key;
    });
  return {
    get: find,
    set: (at, value) => {
      for (let depth = 1; depth < at.length; depth++) {
        // A key with nothing behind it cannot take children.
        const above = keys(at.slice(0, depth));
        if (!isCollection(document.getIn(above))) document.setIn(above, document.createNode({}));
      }
      if (document.contents === null)
        document.contents = document.createNode({}) as unknown as typeof document.contents;
      document.setIn(keys(at), typeof value === 'object' && value !== null ? document.createNode(value) : value);
    },
    remove: (at) => void document.deleteIn(keys(at)),
    removeSection: (at) => void document.deleteIn(keys(at)),
    text: () => document.toString({ lineWidth: 0 }),
  };
};
