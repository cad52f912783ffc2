import type { Hook } from '../../vocabulary/hooks.ts';

/** Makes the access log: Traefik opens it itself, and may not make files among the logs of others. */
export const makeAccessLog: Hook = async (ctx) => {
  const { path = '' } = ctx.values;
  if (path === '' || (await ctx.files.facts(path)) !== undefined) return 'done';
  await ctx.files.write(path, '', { mode: 0o640, ...(ctx.owner === undefined ? {} : { owner: ctx.owner }) });
  return 'done';
};
