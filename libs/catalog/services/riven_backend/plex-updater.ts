import type { JsonObject } from '@showrunner/contracts';
import { Problem } from '@showrunner/contracts';
import { readPreferences } from '../../families/media-server/plex-preferences.ts';
import type { ConnectionContext, ConnectionHooks } from '../../vocabulary/connections.ts';
import { callRiven, parseSettings, saveSettings, type RivenCaller } from './riven-api.ts';
import { isObject } from './wanted-settings.ts';

/** Riven tells Plex which folder has something new. Its settings hold where Plex is and a token for it. */
export const plexUpdater: ConnectionHooks = {
  connect: async (ctx) => {
    const token = ctx.values['token'] || (await ownToken(ctx));
    if (token === '') {
      throw new Problem(
        'connection.refused',
        `${ctx.peer.processName} has no account yet, so ${ctx.self.processName} cannot speak to it. Give it a claim token from plex.tv/claim, or put a Plex token into the general settings; then try again.`,
      );
    }
    await change(ctx, {
      enabled: true,
      url: ctx.values['plex_url'] ?? '',
      token,
    });
    return 'done';
  },
  disconnect: async (ctx) => {
    await change(ctx, { token: '', enabled: false });
    return 'done';
  },
};

async function ownToken(ctx: ConnectionContext): Promise<string> {
  const text = await ctx.files.readText(ctx.values['plex_preferences'] ?? '');
  return readPreferences(text ?? '')?.get('PlexOnlineToken') ?? '';
}

/** @param wanted members of `updaters.plex` */
async function change(ctx: ConnectionContext, wanted: JsonObject): Promise<void> {
  const caller: RivenCaller = {
    values: ctx.values,
    http: (request) => ctx.http(request),
    log: (line) => ctx.log(line),
  };
  const answer = await callRiven(caller, 'GET', '/settings/get/all');
  if (answer.status === 401 || answer.status === 403)
    throw new Problem('connection.refused', 'Riven refuses our API key. Remove data/settings.json or enter its key.');
  if (answer.status !== 200) throw new Problem('connection.not-ready', `Riven answered ${answer.status}.`);
  const settings = parseSettings(answer.body);
  const updaters = blockOf(settings, 'updaters');
  const plex = updaters && blockOf(updaters, 'plex');
  if (plex === undefined)
    throw new Problem('connection.refused', 'This version of Riven has no settings for Plex that we know.');
  const changed = Object.keys(wanted).filter((key) => plex[key] !== wanted[key]);
  if (changed.length === 0) return;
  const next = { ...settings, updaters: { ...updaters, plex: { ...plex, ...wanted } } };
  await saveSettings(
    caller,
    next,
    changed.map((key) => `updaters.plex.${key}`),
  );
}

function blockOf(settings: JsonObject, name: string): JsonObject | undefined {
  const block = settings[name];
  return block !== undefined && isObject(block) ? block : undefined;
}
