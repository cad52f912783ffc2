import type { JsonObject } from '@showrunner/contracts';
import yaml from 'yaml';
import type { Hook, HookContext } from '../../vocabulary/hooks.ts';
import { autheliaRoutes, ownRoutes, type Page, pageRoutes } from './routes.ts';

/**
 * Writes what Traefik routes into its directory; it looks there by itself, so that nothing is started again.
 *
 * Pages of services have no sign-in of their own. They are routed behind Authelia, or where somebody has said in so many
 * words that whoever reaches Traefik may use them (`publish_pages`); else Showrunner's own proxy shows them.
 */
export const writeRoutes: Hook = async (ctx) => {
  const directory = `${ctx.values['config_dir']}/dynamic`;
  const pages = JSON.parse(ctx.values['pages'] || '[]') as readonly Page[]; // written by the planner
  const guarded = pages.some(({ service }) => service === 'authelia');
  const shown = guarded || ctx.entry['publish_pages'] === true ? pages : [];
  await writeOrRemove(ctx, `${directory}/services.yaml`, pageRoutes(withoutPortal(shown), guarded));
  await writeOrRemove(ctx, `${directory}/dynamic_config.yml`, ownRoutes(ctx.entry));
  await writeOrRemove(ctx, `${directory}/authelia.yml`, autheliaRoutes(pages));
  ctx.log(shown.length === 0 ? 'No pages of services are routed.' : `${shown.length} pages of services are routed.`);
  return 'done';
};

/** The portal cannot stand behind itself. */
function withoutPortal(pages: readonly Page[]): readonly Page[] {
  return pages.filter(({ service }) => service !== 'authelia');
}

async function writeOrRemove(ctx: HookContext, path: string, content: JsonObject): Promise<void> {
  if (Object.keys(content).length === 0) return ctx.files.remove(path);
  const text = yaml.stringify(content);
  if ((await ctx.files.readText(path)) === text) return;
  await ctx.files.write(path, text, { mode: 0o644, ...(ctx.owner === undefined ? {} : { owner: ctx.owner }) });
}
