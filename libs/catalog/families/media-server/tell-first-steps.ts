import type { Hook } from '../../vocabulary/hooks.ts';

/**
 * Says that a person has to make the first account, as long as nobody has: until then everybody who reaches the page could.
 * Jellyfin and Emby keep that in the same place.
 */
export const tellFirstSteps: Hook = async (ctx) => {
  const text = (await ctx.files.readText(ctx.values['settings'] ?? '')) ?? '';
  const isDone = /<IsStartupWizardCompleted>\s*true\s*<\/IsStartupWizardCompleted>/i.test(text);
  if (!isDone) {
    const page = ctx.values['page'] ?? '';
    ctx.log(`It has no account yet. Open ${page} and make yours: until then everybody who reaches the page can.`);
  }
  return 'done';
};
