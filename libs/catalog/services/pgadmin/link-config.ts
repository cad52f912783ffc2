import { Problem } from '@showrunner/contracts';
import type { Hook } from '../../vocabulary/hooks.ts';

/**
 * Links our settings file into the installed package, the only place where pgAdmin looks for `config_local.py`.
 * @throws Problem `hook.failed` where the package is not in the virtual environment
 */
export const linkConfig: Hook = async (ctx) => {
  const library = `${ctx.values['venv'] ?? ''}/lib`;
  const target = ctx.values['config_file'] ?? '';
  const versions = (await ctx.files.facts(library)) === undefined ? [] : await ctx.files.list(library);
  for (const version of versions.filter((name) => name.startsWith('python3'))) {
    const location = `${library}/${version}/site-packages/pgadmin4`;
    if ((await ctx.files.facts(location))?.kind !== 'directory') continue;
    const link = `${location}/config_local.py`;
    if ((await ctx.files.readLink(link)) === target) return 'done';
    await ctx.files.remove(link);
    await ctx.files.symlink(target, link);
    return 'done';
  }
  throw new Problem('hook.failed', `pgAdmin is not installed under ${library}. Install it again.`);
};
