import { Problem } from '@showrunner/contracts';
import type { ConnectionContext, ConnectionHooks } from '../../vocabulary/connections.ts';
import { call, send } from './settings-api.ts';

/** A Sonarr or Radarr in Maintainerr's settings. */
interface ServarrSetting {
  readonly id: number;
  readonly serverName: string;
  readonly url: string;
  readonly apiKey: string;
}

/** Lets rules of Maintainerr act on an Arr. Its interface asks for no key; it is reached on this machine only. */
export const servarrSetting: ConnectionHooks = {
  async connect(ctx) {
    const kind = kindOf(ctx);
    const wanted = { url: bare(ctx.values['arr_url']), apiKey: ctx.values['arr_key'] ?? '' };
    const known = await find(ctx);
    if (known !== undefined) {
      if (bare(known.url) === wanted.url && known.apiKey === wanted.apiKey) return 'done';
      await send(ctx, 'PUT', `${kind}/${known.id}`, { serverName: known.serverName, ...wanted });
      return 'done';
    }
    await send(ctx, 'POST', kind, { serverName: ctx.peer.processName, ...wanted });
    return 'done';
  },

  async disconnect(ctx) {
    const kind = kindOf(ctx);
    const found = (await list(ctx, kind)).find(({ serverName }) => serverName === ctx.peer.processName);
    if (found === undefined) return 'done';
    const { status } = await send(ctx, 'DELETE', `${kind}/${found.id}`);
    // It refuses while rules use it, and they are a person's work.
    if (status !== 'OK')
      ctx.log(`Rules of Maintainerr still use ${ctx.peer.processName}, so it stays in the settings.`);
    return 'done';
  },

  isMade: async (ctx) => (await find(ctx)) !== undefined,
};

/** Under its name, else at its address. */
async function find(ctx: ConnectionContext): Promise<ServarrSetting | undefined> {
  const settings = await list(ctx, kindOf(ctx));
  return (
    settings.find(({ serverName }) => serverName === ctx.peer.processName) ??
    settings.find(({ url }) => bare(url) === bare(ctx.values['arr_url']))
  );
}

function kindOf({ peer }: ConnectionContext): 'sonarr' | 'radarr' {
  return peer.serviceKey === 'radarr' ? 'radarr' : 'sonarr';
}

function bare(url: string | undefined): string {
  return (url ?? '').toLowerCase().replace(/\/+$/, '');
}

async function list(ctx: ConnectionContext, kind: string): Promise<readonly ServarrSetting[]> {
  const answer = await call(ctx, 'GET', kind);
  if (Array.isArray(answer)) return answer as readonly ServarrSetting[]; // Maintainerr's own list.
  throw new Problem('connection.not-ready', 'Maintainerr cannot read its settings; its database may be busy.');
}
