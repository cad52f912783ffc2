import type { Json } from '@showrunner/contracts';
import type { OpenEditor } from './editor.ts';
import { findJsonError } from './json-error.ts';
import { lineAt, unreadable } from './unreadable.ts';

type Container = Record<string, Json> | Json[];

/** JSON, with the indentation that the file has. */
export const openJson: OpenEditor = (text, path) => {
  const root = parse(text, path);
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  const find = (at: readonly string[]): Json | undefined =>
    at.reduce<Json | undefined>((node, key) => (isContainer(node) ? read(node, key) : undefined), root);
  const removeAt = (at: readonly string[]): void => {
    const parent = find(at.slice(0, -1));
    const key = at.at(-1);
    if (!isContainer(parent) || key === undefined) return;
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else Reflect.deleteProperty(parent, key);
  };
  return {
    get: find,
    set: (at, value) => {
      let node: Container = root;
      for (const key of at.slice(0, -1)) {
        const next = read(node, key);
        if (isContainer(next)) node = next;
        else node = write(node, key, {}) as Container;
      }
      const last = at.at(-1);
      if (last !== undefined) write(node, last, structuredClone(value));
    },
    remove: removeAt,
    removeSection: removeAt,
    text: () => `${JSON.stringify(root, undefined, indent)}\n`,
  };
};

function parse(text: string, path: string): Container {
  if (text.trim() === '') return {};
  try {
    // JSON.parse answers JSON, and nothing else holds a reference to it.
    const value = JSON.parse(text.replace(/^\uFEFF/, '')) as Json;
    if (isContainer(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw unreadable(path, 'not JSON', lineAt(text, findJsonError(text) ?? 0), error);
  }
  throw unreadable(path, 'not a JSON object', 1);
}

function isContainer(value: Json | undefined): value is Container {
  return typeof value === 'object' && value !== null;
}

function read(node: Container, key: string): Json | undefined {
  if (Array.isArray(node)) return node[Number(key)];
  return Object.hasOwn(node, key) ? node[key] : undefined;
}

function write(node: Container, key: string, value: Json): Json {
  if (Array.isArray(node)) node[Number(key)] = value;
  // A key that JSON.parse would have taken as an own one must not reach the prototype.
  else Object.defineProperty(node, key, { value, writable: true, enumerable: true, configurable: true });
  return value;
}
