import type { Json, JsonObject } from '@showrunner/contracts';
import { Problem } from '@showrunner/contracts';
import type { HttpRequest, HttpResponse } from '@showrunner/platform';
import { isObject } from './wanted-settings.ts';

const timeoutMs = 10_000;

/** Who speaks to Riven: hooks and connections alike. Its address and key are the values `base_url` and `api_key`. */
export interface RivenCaller {
  readonly values: Readonly<Record<string, string>>;
  http(request: HttpRequest): Promise<HttpResponse>;
  log(line: string): void;
}

export function callRiven(ctx: RivenCaller, method: string, path: string, body?: Json): Promise<HttpResponse> {
  return ctx.http({
    url: `${ctx.values['base_url'] ?? ''}/api/v1${path}`,
    method,
    headers: { 'x-api-key': ctx.values['api_key'] ?? '', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    timeoutMs,
  });
}

/** @throws Problem `hook.failed` */
export function parseSettings(body: string): JsonObject {
  const parsed: unknown = JSON.parse(body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Problem('hook.failed', 'Riven answered settings that are not an object.');
  }
  return parsed as JsonObject; // JSON.parse gives nothing but Json.
}

/**
 * Hands over the settings of which some are changed, and has them saved.
 * @throws Problem `hook.failed` when Riven refuses
 */
export async function saveSettings(ctx: RivenCaller, settings: JsonObject, changed: readonly string[]): Promise<void> {
  const all = await callRiven(ctx, 'POST', '/settings/set/all', settings);
  if (refusesWhole(all.status)) {
    // Older versions take a list of single values.
    const list = changed.map((key) => ({ key, value: valueAt(settings, key) }));
    expectSuccess(await callRiven(ctx, 'POST', '/settings/set', list), 'take the settings');
  } else {
    expectSuccess(all, 'take the settings');
  }
  expectSuccess(await callRiven(ctx, 'POST', '/settings/save'), 'save the settings');
  ctx.log(`Riven took over ${changed.join(', ')}.`);
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
