import type { Json, JsonObject } from '@showrunner/contracts';
import { Problem } from '@showrunner/contracts';
import type { HttpResponse } from '@showrunner/platform';
import type { Hook, HookContext } from '../../vocabulary/hooks.ts';
import { applySettings, isObject, wantedSettings } from './wanted-settings.ts';

const attempts = 30;
const pauseMs = 2_000;
const timeoutMs = 10_000;

/**
 * Brings Riven's own settings in line with the stack: database, mount, library, provider key, Zilean. Riven keeps them in
 * a file that it rewrites at will, so they go through its interface; where nothing differs, nothing is written.
 * @throws Problem `hook.failed` when Riven refuses or does not answer
 */
export const pushSettings: Hook = async (ctx) => {
  const present = await readSettings(ctx);
  const { settings, changed } = applySettings(present, wantedSettings(ctx.entry, ctx.values));
  if (changed.length === 0) return 'done';

  const all = await call(ctx, 'POST', '/settings/set/all', settings);
  if (refusesWhole(all.status)) {
    // Older versions take a list of single values.
    const list = changed.map((key) => ({ key, value: valueAt(settings, key) }));
    expectSuccess(await call(ctx, 'POST', '/settings/set', list), 'take the settings');
  } else {
    expectSuccess(all, 'take the settings');
  }
  expectSuccess(await call(ctx, 'POST', '/settings/save'), 'save the settings');
  ctx.log(`Riven took over ${changed.join(', ')}.`);
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
    return await call(ctx, 'GET', path);
  } catch (error) {
    if (error instanceof Problem && error.code === 'source.unreachable') return undefined;
    throw error;
  }
}

function call(ctx: HookContext, method: string, path: string, body?: Json): Promise<HttpResponse> {
  return ctx.http({
    url: `${ctx.values['base_url'] ?? ''}/api/v1${path}`,
    method,
    headers: { 'x-api-key': ctx.values['api_key'] ?? '', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    timeoutMs,
  });
}

function parseSettings(body: string): JsonObject {
  const parsed: unknown = JSON.parse(body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Problem('hook.failed', 'Riven answered settings that are not an object.');
  }
  return parsed as JsonObject; // JSON.parse gives nothing but Json.
}

function refusesWhole(status: number): boolean {
  return status === 404 || status === 405 || status === 422;
}

function expectSuccess(response: HttpResponse, what: string): void {
  if (response.status >= 200 && response.status < 300) return;
  throw new Problem('hook.failed', `Riven would not ${what}: status ${response.status}.`, {
    details: { status: response.status },
  });
}

function valueAt(settings: JsonObject, path: string): Json {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let block: JsonObject = settings;
  for (const key of keys) {
    const next = block[key];
    if (next === undefined || !isObject(next)) return null;
    block = next;
  }
  return block[last] ?? null;
}
