import type { Hook, HookContext } from '../../vocabulary/hooks.ts';
import { scripts } from './scripts.ts';

/**
 * Links what mediastorm looks for at fixed places: its version beside its settings, its scripts and their Python at the
 * top of the file system. The latter belongs to us only where the data root is that top, as in the container; elsewhere
 * mediastorm runs without its search for subtitles and credits, and that is said. A container forgets such links, so they
 * are looked at before each start.
 */
export const linkScripts: Hook = async (ctx) => {
  const { root = '', artifact = '', config_dir: configDir = '' } = ctx.values;
  await ctx.files.remove(`${configDir}/version.txt`, { recursive: true });
  await ctx.files.symlink(`${artifact}/app-version.txt`, `${configDir}/version.txt`);
  if (root !== '' && root !== '/') {
    ctx.log('mediastorm finds its scripts for subtitles and credits only in the container of Showrunner.');
    return 'done';
  }
  for (const name of scripts) await link(ctx, `/${name}`, `${artifact}/scripts/${name}`);
  await link(ctx, '/.venv', `${artifact}/python-venv`);
  return 'done';
};

/** What somebody else has put there stays. */
async function link(ctx: HookContext, path: string, target: string): Promise<void> {
  const there = await ctx.files.facts(path);
  if (there !== undefined && there.kind !== 'symlink') {
    ctx.log(`${path} is not of mediastorm and stays; move it away so that mediastorm finds its own.`);
    return;
  }
  if ((await ctx.files.readLink(path)) === target) return;
  await ctx.files.remove(path);
  await ctx.files.symlink(target, path);
}
