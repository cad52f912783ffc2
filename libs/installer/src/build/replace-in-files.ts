import { Problem } from '@showrunner/contracts';
import type { Files } from '@showrunner/platform';
import { joinInside } from '../containment.ts';
import type { Builder } from './builder.ts';

/** Replaces a text in files of the artifact; `${artifact}` in the new text is the root where it will be activated. */
export const replaceInFiles: Builder<'replace-in-files'> = async (step, { tools, staging, artifact, options }) => {
  const { files } = tools;
  const replacement = step.replace.replaceAll('${artifact}', artifact.root);
  for (const pattern of step.files) {
    joinInside(staging, pattern);
    const paths = pattern.includes('*') ? await findMatching(files, staging, pattern) : [pattern];
    const changed: string[] = [];
    for (const relative of paths) {
      const path = `${staging}/${relative}`;
      const text = await files.readText(path);
      if (text?.includes(step.find) !== true) continue;
      await files.write(path, text.replaceAll(step.find, replacement), {
        mode: (await files.facts(path))?.mode ?? 0o644,
      });
      changed.push(relative);
    }
    if (changed.length > 0) continue;
    const isThere = paths.length > 0 && (await files.facts(`${staging}/${paths[0] ?? ''}`)) !== undefined;
    const what = isThere ? `${pattern} does not contain ${JSON.stringify(step.find)}` : `${pattern} is not there`;
    if (step.expect === 'required') throw new Problem('build.failed', `${what}; the program has changed`);
    options.onLine(`${what}; left as it is.`);
  }
};

/** Files below a directory whose relative path fits: `*` stands for a part of a name, `**` for any directories. */
async function findMatching(files: Files, root: string, pattern: string): Promise<readonly string[]> {
  const expression = new RegExp(
    `^${pattern
      .split('/')
      .map((part) => (part === '**' ? '(?:[^/]+/)*' : `${part.split('*').map(escape).join('[^/]*')}/`))
      .join('')
      .replace(/\/$/, '')}$`,
  );
  const fixed = pattern.slice(0, pattern.indexOf('*')).split('/').slice(0, -1);
  const found: string[] = [];
  const walk = async (relative: string): Promise<void> => {
    for (const name of await files.list(relative === '' ? root : `${root}/${relative}`)) {
      const path = relative === '' ? name : `${relative}/${name}`;
      const kind = (await files.facts(`${root}/${path}`))?.kind;
      if (kind === 'directory') await walk(path);
      else if (kind === 'file' && expression.test(path)) found.push(path);
    }
  };
  const start = fixed.join('/');
  if ((await files.facts(start === '' ? root : `${root}/${start}`))?.kind === 'directory') await walk(start);
  return found;
}

function escape(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
