import { Problem } from '@showrunner/contracts';
import type { Hook } from '../../vocabulary/hooks.ts';

const server = 'phalanx_db_rest.js';

/**
 * Lets `phalanx_db_rest.js` lead to the newest of the servers that the project ships side by side,
 * `phalanx_db_rest_v4.js`. Should it ship one of that plain name, that one is left alone.
 * @throws Problem `hook.failed` where there is none
 */
export const linkNewestServer: Hook = async (ctx) => {
  const root = ctx.values['root'] ?? '';
  const path = `${root}/${server}`;
  if ((await ctx.files.facts(path))?.kind === 'file') return 'done';
  const newest = newestOf(await ctx.files.list(root));
  if (newest === undefined) {
    throw new Problem('hook.failed', `${root} has no phalanx_db_rest_v….js. Install Phalanx DB again.`);
  }
  if ((await ctx.files.readLink(path)) === newest) return 'done';
  await ctx.files.remove(path);
  await ctx.files.symlink(newest, path);
  ctx.log(`${server} is ${newest} now.`);
  return 'done';
};

/** By number: v10 is newer than v9. */
function newestOf(names: readonly string[]): string | undefined {
  const numberOf = (name: string): number => Number(/^phalanx_db_rest_v(\d+)\.js$/.exec(name)?.[1] ?? Number.NaN);
  return names.filter((name) => !Number.isNaN(numberOf(name))).sort((a, b) => numberOf(b) - numberOf(a))[0];
}
