import { type JsonObject, Problem } from '@showrunner/contracts';
import { type ArrApi, openArr } from '../../families/arr/arr-api.ts';
import type { ConnectionContext, ConnectionHooks } from '../../vocabulary/connections.ts';
import { openSeerr, type ServarrKind, type ServarrServer } from './seerr-servers.ts';

/**
 * Makes a Sonarr or Radarr a server of Seerr. One that is there already, under its name or at its address, keeps the
 * profile, the folder and all else that a person has chosen; only where it is reached and its key follow the stack.
 */
export const servarrServer: ConnectionHooks = {
  async connect(ctx) {
    const kind = ctx.values['media'] === 'films' ? 'radarr' : 'sonarr';
    const seerr = await openSeerr(ctx);
    const servers = seerr.servers(kind);
    const reached = reachedAt(ctx);
    const name = ctx.peer.processName;
    const known = knownIn(servers, ctx);
    if (known !== undefined) {
      if (Object.entries(reached).every(([key, value]) => known[key] === value)) return 'done';
      return seerr.change(kind, { ...known, ...reached });
    }
    const created = await createServer(kind, servers, ctx);
    ctx.log(`${name} gets the profile ${created.activeProfileName} and the folder ${created.activeDirectory}.`);
    return seerr.add(kind, { ...created, ...reached });
  },

  async disconnect(ctx) {
    const seerr = await openSeerr(ctx);
    for (const kind of ['sonarr', 'radarr'] as const) {
      const found = seerr.servers(kind).find((server) => server.name === ctx.peer.processName && isLocal(server));
      // One under another name was made by a person at the same address.
      if (found !== undefined) return seerr.remove(kind, found);
    }
    return 'done';
  },

  async isMade(ctx) {
    const seerr = await openSeerr(ctx);
    return knownIn(seerr.servers(ctx.values['media'] === 'films' ? 'radarr' : 'sonarr'), ctx) !== undefined;
  },
};

/** Under its name, else at its address. */
function knownIn(servers: readonly ServarrServer[], ctx: ConnectionContext): ServarrServer | undefined {
  const { port } = reachedAt(ctx);
  return (
    servers.find((server) => server.name === ctx.peer.processName && isLocal(server)) ??
    servers.find((server) => isLocal(server) && server.port === port)
  );
}

type Reached = Pick<ServarrServer, 'hostname' | 'port' | 'apiKey' | 'useSsl'> & { readonly baseUrl: string };

function reachedAt({ values }: ConnectionContext): Reached {
  const url = new URL(values['arr_url'] ?? '');
  const baseUrl = url.pathname.replace(/\/$/, '');
  return {
    hostname: url.hostname,
    port: Number(url.port),
    apiKey: values['arr_key'] ?? '',
    useSsl: url.protocol === 'https:',
    baseUrl,
  };
}

function isLocal({ hostname }: ServarrServer): boolean {
  return hostname === 'localhost' || /^127\.|^\[?::1\]?$/.test(hostname);
}

/** What Seerr's own page would put in, with the profile and the folder that the Arr has. */
async function createServer(kind: ServarrKind, servers: readonly ServarrServer[], ctx: ConnectionContext) {
  const { values, peer } = ctx;
  const arr = openArr(ctx, {
    name: peer.processName,
    url: values['arr_url'] ?? '',
    key: values['arr_key'] ?? '',
    api: values['arr_api'] ?? '/api/v3',
  });
  const is4k = /\b(4k|uhd|2160p?)\b/i.test(peer.instance ?? '');
  const profile = await chooseProfile(arr, is4k);
  const [folder] = await arr.list('rootfolder');
  if (typeof folder?.['path'] !== 'string') {
    const message = `${arr.name} has no library folder yet. Add one there under Settings › Media Management; ${ctx.self.processName} is connected then.`;
    throw new Problem('connection.not-ready', message);
  }
  const hasDefault = servers.some((server) => server.is4k === is4k && server.isDefault);
  const shared = {
    name: peer.processName,
    activeProfileId: profile.id,
    activeProfileName: profile.name,
    activeDirectory: folder['path'],
    tags: [],
    is4k,
    isDefault: !hasDefault,
    syncEnabled: true,
    preventSearch: false,
    tagRequests: false,
  };
  return kind === 'radarr'
    ? { ...shared, minimumAvailability: 'released' }
    : { ...shared, enableSeasonFolders: true, seriesType: 'standard', animeSeriesType: 'anime', animeTags: [] };
}

async function chooseProfile(arr: ArrApi, is4k: boolean): Promise<{ readonly id: number; readonly name: string }> {
  const profiles = (await arr.list('qualityprofile')).filter(isProfile);
  const wanted = is4k ? /ultra-hd|2160|4k/i : /^hd.*1080/i;
  const chosen = profiles.find(({ name }) => wanted.test(name)) ?? profiles[0];
  if (chosen !== undefined) return chosen;
  throw new Problem('connection.not-ready', `${arr.name} has no quality profile yet. Add one in its settings.`);
}

function isProfile(value: JsonObject): value is JsonObject & { readonly id: number; readonly name: string } {
  return typeof value['id'] === 'number' && typeof value['name'] === 'string';
}
