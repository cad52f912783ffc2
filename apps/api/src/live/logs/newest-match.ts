import type { Files } from '@showrunner/platform';

/** The newest file that matches a path whose last part may hold `*`. */
export async function newestMatch(files: Files, path: string): Promise<string | undefined> {
  const slash = path.lastIndexOf('/');
  const directory = path.slice(0, slash);
  const name = path.slice(slash + 1);
  if (!name.includes('*')) return (await files.facts(path)) === undefined ? undefined : path;
  if ((await files.facts(directory)) === undefined) return undefined;
  const parts = name.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('.*')}$`);
  let newest: { path: string; at: number } | undefined;
  for (const candidate of await files.list(directory)) {
    if (!pattern.test(candidate)) continue;
    const facts = await files.facts(`${directory}/${candidate}`);
    if (facts?.kind === 'file' && facts.modifiedAt >= (newest?.at ?? 0)) {
      newest = { path: `${directory}/${candidate}`, at: facts.modifiedAt };
    }
  }
  return newest?.path;
}
