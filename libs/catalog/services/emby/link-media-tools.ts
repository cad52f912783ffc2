import type { Hook, HookContext } from '../../vocabulary/hooks.ts';

const systemDirectory = '/usr/bin';
const tools = ['ffdetect', 'ffmpeg', 'ffprobe'];

/**
 * Makes links to the tools that Emby calls: those of the machine where the entry asks for them and both are there, else
 * Emby's own. Nothing of Emby itself is replaced, so that the choice can be taken back.
 */
export const linkMediaTools: Hook = async (ctx) => {
  const { own = '', tools: directory = '' } = ctx.values;
  const fromSystem = ctx.entry['use_system_ffmpeg'] === true && (await hasSystemTools(ctx));
  for (const tool of tools) {
    const target = fromSystem && tool !== 'ffdetect' ? `${systemDirectory}/${tool}` : await ownTool(ctx, own, tool);
    const link = `${directory}/${tool}`;
    if ((await ctx.files.readLink(link)) === target) continue;
    await ctx.files.remove(link);
    await ctx.files.symlink(target, link);
  }
  return 'done';
};

async function hasSystemTools(ctx: HookContext): Promise<boolean> {
  for (const tool of ['ffmpeg', 'ffprobe']) {
    if ((await ctx.files.facts(`${systemDirectory}/${tool}`)) !== undefined) continue;
    ctx.log(`${systemDirectory}/${tool} is not installed; Emby uses the tools that it brings.`);
    return false;
  }
  return true;
}

/** Its versions call them differently. */
async function ownTool(ctx: HookContext, directory: string, tool: string): Promise<string> {
  const named = `${directory}/emby-${tool}`;
  return (await ctx.files.facts(named)) === undefined ? `${directory}/${tool}` : named;
}
