import { type JsonObject, Problem } from '@showrunner/contracts';
import type { ConnectionContext } from '../../vocabulary/connections.ts';

/** Changes a setting. Maintainerr answers 200 also where it did not do it, and says that in the body. */
export async function send(
  ctx: ConnectionContext,
  method: string,
  path: string,
  body?: JsonObject,
): Promise<{ readonly status: string }> {
  const answer = await call(ctx, method, path, body);
  const status = isObject(answer) ? String(answer['status']) : '';
  if (status === 'OK' || method === 'DELETE') return { status };
  throw new Problem('connection.not-ready', 'Maintainerr could not save it; its database may be busy.');
}

/** Asks Maintainerr's settings. @throws Problem `connection.not-ready`, `connection.refused` */
export async function call(ctx: ConnectionContext, method: string, path: string, body?: JsonObject): Promise<unknown> {
  const { status, body: text } = await ctx.http({
    url: `${ctx.values['url'] ?? ''}/api/settings/${path}`,
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (status >= 200 && status < 300) return JSON.parse(text) as unknown;
  if (status === 429 || status >= 500)
    throw new Problem('connection.not-ready', `Maintainerr is busy: it answered with status ${status}.`);
  throw new Problem('connection.refused', `Maintainerr did not take it: status ${status}.`);
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
