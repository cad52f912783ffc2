import type { Hook } from '../vocabulary/hooks.ts';

/** Copies the `.env` file that a person keeps in the data folder to where the program looks; without one, nothing. */
export const copyEnv: Hook = async (ctx) => {
  const source = ctx.values['source'] ?? '';
  const destination = ctx.values['destination'] ?? '';
  const content = await ctx.files.readText(source);
  if (content === undefined || content === (await ctx.files.readText(destination))) return 'done';
  await ctx.files.write(destination, content, {
    mode: 0o600,
    ...(ctx.owner === undefined ? {} : { owner: ctx.owner }),
  });
  ctx.log(`Copied ${source} to ${destination}.`);
  return 'done';
};
