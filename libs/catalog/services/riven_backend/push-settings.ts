import type { JsonObject } from '@showrunner/contracts';
import { Problem } from '@showrunner/contracts';
import type { HttpResponse } from '@showrunner/platform';
import type { Hook, HookContext } from '../../vocabulary/hooks.ts';
import { callRiven, parseSettings, saveSettings } from './riven-api.ts';
import { applySettings, wantedSettings } from './wanted-settings.ts';

const attempts = 30;
const pauseMs = 2_000;

/**
 * Brings Riven's own settings in line with the stack: database, mount, library, provider key, Zilean. Riven keeps them in
 * a file that it rewrites at will, so they go through its interface; where nothing differs, nothing is written.
 * @throws Problem `hook.failed` when Riven refuses or does not answer
 */
export const pushSettings: Hook = async (ctx) => {
  const present = await readSettings(ctx);
  const { settings, changed } = applySettings(present, wantedSettings(ctx.entry, ctx.values));
  if (changed.length === 0) return 'done';

  await saveSettings(ctx, settings, changed);
  return 'done';
};

async function readSettings(ctx: HookContext): Promise<JsonObject> {
  let last: string = 'no answer';
  for (let attempt = 0; attempt < attempts; attempt++) {
    ctx.signal.throwIfAborted();
    const response = await tryCall(ctx, '/settings/get/all');
    if (response?.status === 200) return parseSettings(response.body);
    if (response?.status === 401 || response?.status === 403) {
      throw new Problem(
        'hook.failed',
        'Riven refuses our API key. Remove data/settings.json or enter its key, then retry.',
      );
    }
    if (response?.status === 404)
      throw new Problem('hook.failed', 'This version of Riven has no settings interface that we know.');
    if (response !== undefined) last = `status ${response.status}`;
    await ctx.sleep(pauseMs);
  }
  throw new Problem('hook.failed', `Riven did not hand out its settings within a minute (${last}).`);
}

/** While it starts, Riven may drop connections: that is an answer to wait on, not a failure. */
async function tryCall(ctx: HookContext, path: string): Promise<HttpResponse | undefined> {
  try {
    return await callRiven(ctx, 'GET', path);
  } catch (error) {
    if (error instanceof Problem && error.code === 'source.unreachable') return undefined;
    throw error;
  }
}
