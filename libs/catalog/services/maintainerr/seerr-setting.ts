import { Problem } from '@showrunner/contracts';
import type { ConnectionContext, ConnectionHooks } from '../../vocabulary/connections.ts';
import { call, isObject, send } from './settings-api.ts';

/**
 * Lets rules of Maintainerr see who asked for what in Seerr. It has room for one Seerr: what a person has put there stays,
 * and so does the first of several.
 */
export const seerrSetting: ConnectionHooks = {
  async connect(ctx) {
    const wanted = { url: ctx.values['seerr_url'] ?? '', api_key: await readKey(ctx) };
    const present = await read(ctx);
    if (present.url === wanted.url && present.api_key === wanted.api_key) return 'done';
    // By its key, which moves with it, or by its place.
    const isFree = present.url === '' || present.url === wanted.url || present.api_key === wanted.api_key;
    if (isFree) await send(ctx, 'POST', 'seerr', wanted);
    else ctx.log(`Maintainerr can ask one Seerr only, and asks the one at ${present.url}.`);
    return 'done';
  },

  async disconnect(ctx) {
    const present = await read(ctx);
    if (present.url !== '' && present.url === ctx.values['seerr_url']) await send(ctx, 'DELETE', 'seerr');
    return 'done';
  },

  // Another Seerr in its place is a person's choice.
  isMade: async (ctx) => (await read(ctx)).url !== '',
};

async function read(ctx: ConnectionContext): Promise<{ readonly url: string; readonly api_key: string }> {
  const answer = await call(ctx, 'GET', 'seerr');
  const at = (name: string): string => (isObject(answer) && typeof answer[name] === 'string' ? answer[name] : '');
  return { url: at('url').replace(/\/+$/, ''), api_key: at('api_key') };
}

/** Seerr makes its key itself and keeps it in its settings. */
async function readKey({ files, values, peer }: ConnectionContext): Promise<string> {
  if (values['forced_key']) return values['forced_key'];
  const text = await files.readText(values['seerr_settings'] ?? '');
  const settings: unknown = text === undefined ? undefined : JSON.parse(text);
  const main = isObject(settings) ? settings['main'] : undefined;
  const key = isObject(main) ? main['apiKey'] : undefined;
  if (typeof key === 'string' && key !== '') return key;
  throw new Problem('connection.not-ready', `${peer.processName} has not made its API key yet.`);
}
