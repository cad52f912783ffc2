import type { Hook, HookContext } from '../../vocabulary/hooks.ts';

/** Where its versions keep what they know, newest last; each looks beside the program. */
export const storageNames = ['db_data', 'p2p-db-storage', 'logs', 'autobase_storage_v4'] as const;

/**
 * Keeps the storage under `data`, so that an update or a new container does not lose it: beside the program there are only
 * links. A real directory there is somebody's data and stays.
 */
export const linkStorage: Hook = async (ctx) => {
  const root = ctx.values['root'] ?? '';
  const owner = ctx.owner === undefined ? {} : { owner: ctx.owner };
  for (const name of storageNames) {
    const path = `${root}/${name}`;
    if ((await ctx.files.facts(path))?.kind === 'directory') continue;
    await ctx.files.makeDirectory(`${root}/data/${name}`, owner);
    await link(ctx, `data/${name}`, path);
  }
  await ctx.files.makeDirectory(`${root}/data/autobase_storage_v4/db`, owner);
  return 'done';
};

async function link(ctx: HookContext, target: string, path: string): Promise<void> {
  if ((await ctx.files.readLink(path)) === target) return;
  await ctx.files.remove(path);
  await ctx.files.symlink(target, path);
}
