import { type Json, type JsonObject, Problem } from '@showrunner/contracts';
import type { ConnectionContext, ConnectionHooks } from '../../vocabulary/connections.ts';
import { isObject, openSettings } from './own-api.ts';

const instances = 'arr.instances';
const categories = 'api.categories';
/** Without a setting it takes these; with one it takes no others. */
const usual = ['audio', 'software', 'tv', 'movies'];

/**
 * One Arr in InfiniDysk's own list, and its category among those under which it takes downloads. Entries of a person and
 * the rules of its queue survive; an Arr is known by its address. Values: `url`, `api_key` of InfiniDysk, `application`,
 * `arr_url`, `arr_key`, `category` of the Arr.
 */
export const infinidyskArr: ConnectionHooks = {
  async connect(ctx) {
    const { category = '' } = ctx.values;
    const settings = openSettings(ctx);
    const present = await settings.read([instances, categories]);
    const known = listOf(present.get(categories));
    await settings.write({
      [instances]: JSON.stringify(withArr(present.get(instances), ctx)),
      // The category stays when the Arr goes: what was filed under it is still there.
      [categories]: [...new Set([...(known.length === 0 ? usual : known), category])].join(','),
    });
    return 'done';
  },
  async disconnect(ctx) {
    const settings = openSettings(ctx);
    const stored = (await settings.read([instances])).get(instances) ?? '';
    if (stored === '') return 'done';
    // What is gone may tell neither its kind nor its address any more, but it has its name.
    const all = parse(stored, ctx);
    const without = Object.fromEntries(
      Object.entries(all).map(([list, value]) =>
        list.endsWith('Instances') ? [list, othersIn(value, ctx)] : [list, value],
      ),
    );
    await settings.write({ [instances]: JSON.stringify(without) });
    return 'done';
  },
  async isMade(ctx) {
    const stored = (await openSettings(ctx).read([instances])).get(instances);
    return Object.entries(parse(stored, ctx)).some(
      ([list, value]) => list.endsWith('Instances') && entriesIn(value).some((entry) => isThis(entry, ctx)),
    );
  },
};

function withArr(stored: string | undefined, ctx: ConnectionContext): JsonObject {
  const { application = '', arr_url: url = '', arr_key: key = '' } = ctx.values;
  const all = parse(stored, ctx);
  const list = `${application}Instances`;
  const entry = { Name: ctx.peer.processName, Host: url, ApiKey: key, Enabled: true };
  return { ...all, [list]: [...othersIn(all[list], ctx), entry] };
}

/** All but this Arr, which is known by its address or, where that has moved, by its name. */
function othersIn(list: Json | undefined, ctx: ConnectionContext): readonly JsonObject[] {
  return entriesIn(list).filter((entry) => !isThis(entry, ctx));
}

function entriesIn(list: Json | undefined): readonly JsonObject[] {
  return Array.isArray(list) ? (list as readonly Json[]).filter(isObject) : [];
}

function isThis({ Host: host, Name: name }: JsonObject, { values, peer }: ConnectionContext): boolean {
  return name === peer.processName || isSame(host, values['arr_url'] ?? '');
}

function parse(stored: string | undefined, { self }: ConnectionContext): JsonObject {
  if (stored === undefined || stored === '') return { RadarrInstances: [], SonarrInstances: [], QueueRules: [] };
  try {
    const value = JSON.parse(stored) as Json; // JSON.parse gives nothing else
    if (isObject(value)) return value;
  } catch {
    // Said below, as for anything else that is no object.
  }
  const message = `The list of Arrs in ${self.processName} cannot be read. Save it once in its settings, then retry.`;
  throw new Problem('connection.refused', message);
}

function isSame(host: Json | undefined, url: string): boolean {
  return typeof host === 'string' && host.replace(/\/+$/, '').toLowerCase() === url.toLowerCase();
}

function listOf(stored: string | undefined): readonly string[] {
  return (stored ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}
