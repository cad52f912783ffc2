import type { Rule } from '../../finding.ts';

const name = 'key-is-folder';

/** A folder is named after the key of its manifest, and a key is a word that can stand in a document. */
export const keyIsFolder: Rule = {
  name,
  check: (_packages, evidence) =>
    evidence.flatMap(({ folder, key }) => {
      const file = `services/${folder}`;
      const wrongName = {
        rule: name,
        file,
        message: `The manifest in this folder has the key ${key}.`,
        remedy: `Rename the folder to ${key}, or the key to ${folder}.`,
      };
      const badWord = {
        rule: name,
        file,
        message: `${key} is not a key.`,
        remedy: 'Use lower-case letters, digits and underscores, beginning with a letter.',
      };
      return [...(folder === key ? [] : [wrongName]), ...(/^[a-z][a-z0-9_]*$/.test(key) ? [] : [badWord])];
    }),
};
