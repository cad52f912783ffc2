import { plainText } from './unreadable.ts';
import type { OpenEditor } from './editor.ts';

/**
 * Text without a grammar. An empty address is the whole content; an address of one word is the line that begins with it,
 * and the value is what the whole line shall be.
 */
export const openText: OpenEditor = (text) => {
  let now = text;
  const find = (prefix: string): string | undefined => now.split('\n').find((line) => line.startsWith(prefix));
  const without = (prefix: string): string =>
    now
      .split('\n')
      .filter((line) => !line.startsWith(prefix))
      .join('\n');
  return {
    get: ([prefix]) => (prefix === undefined ? now || undefined : find(prefix)),
    set: ([prefix], value) => {
      const line = plainText(value);
      if (prefix === undefined) now = line;
      else if (find(prefix) !== undefined)
        now = now
          .split('\n')
          .map((old) => (old.startsWith(prefix) ? line : old))
          .join('\n');
      else now = `${now}${now === '' || now.endsWith('\n') ? '' : '\n'}${line}\n`;
    },
    remove: ([prefix]) => {
      now = prefix === undefined ? '' : without(prefix);
    },
    removeSection: ([prefix]) => {
      now = prefix === undefined ? '' : without(prefix);
    },
    text: () => now,
  };
};
